import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing

@testable import HiddenSuites

@Suite("Armies of lieutenants")
struct ArmyTests {
  private func verdicts(
    of subject: InProcessSubject
  ) throws -> [String: Verdict] {
    var found: [String: Verdict] = [:]
    for stage in oralMessagesSuite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(subject)) {
        found[check.name] = verdict
      }
    }
    return found
  }

  @Test func `one traitor among four lies in 81 ways, among five in 297`() {
    func count(_ size: Int) -> Int {
      ArmyPart.small.count { $0.army.size == size && !$0.army.traitors.isEmpty }
    }
    #expect(count(4) == 81)
    #expect(count(5) == 297)
    #expect(
      Set(ArmyPart.small.map { "\($0.army) \($0.lies.map(\.text))" }).count == ArmyPart.small.count)
  }

  @Test func `an army sends as many messages as the algorithm does`() throws {
    for (size, borne) in [(4, 1), (7, 2)] {
      let army = Army(size: size, commander: 1, traitors: [], borne: borne)
      let played = try Campaign.play([Campaign(army, [])], on: InProcessSubject(Lieutenant.self))[0]
      #expect(
        played.deliveries.count == OralMessages(generals: size, rounds: borne).messageCount())
      #expect(Set(played.decisions.values) == [army.order])
    }
  }

  @Test func `armies and lies are read as they are written`() throws {
    for campaign in ArmyPart.small.suffix(40) {
      #expect(Army(campaign.army.description) == campaign.army)
      for lie in campaign.lies { #expect(Lie(lie.text, in: campaign.army) == lie) }
    }
  }

  @Test func `who obeys a lying commander disagrees, and obeys a loyal one`() throws {
    let found = try verdicts(of: InProcessSubject(ObedientLieutenant.self))
    #expect(found["a-loyal-commander-is-obeyed"]?.isPassed == true)
    guard case .failed(let failure) = found["loyal-lieutenants-agree"] else {
      Issue.record("not told to disagree")
      return
    }
    #expect(failure.message.hasSuffix("and both are loyal"))
    // The shortest lie tells one lieutenant something, and the others nothing.
    #expect(failure.counterexample?.schedule.events.count == 1)
  }

  @Test func `who follows nobody agrees, and disobeys`() throws {
    let found = try verdicts(of: InProcessSubject(RebelliousLieutenant.self))
    #expect(found["loyal-lieutenants-agree"]?.isPassed == true)
    guard case .failed(let failure) = found["a-loyal-commander-is-obeyed"] else {
      Issue.record("not told to disobey")
      return
    }
    #expect(failure.message.hasSuffix("and the loyal commander has ordered v1"))
  }
}
