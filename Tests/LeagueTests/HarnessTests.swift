import Checking
import Curriculum
import Execution
import Foundation
import Grading
import HiddenSuites
import Stepping
import Testing
import Wire

@testable import League

/// A suite that lets everything pass which does not meet an unlucky draw, and whose runs are those of
/// another one.
private struct LenientSuite: SteppableSuite {
  let runs: any SteppableSuite
  /// Of how many draws one fails; 0 for none.
  let unlucky: UInt64

  var exercise: String { runs.exercise }
  var version: Int { 1 }
  var repeatability: Check { runs.repeatability }
  var usualSetting: String? { runs.usualSetting }

  func stages(for inputs: InputKey) -> [Stage] {
    let seed = inputs.shownSeed(of: "lenient")
    let unlucky = unlucky
    return [
      Stage(
        Check(
          name: "drawn", guarantee: "No draw is unlucky.", source: "a test", chapter: "raft",
          kind: .cases, points: 1)
      ) { (_) throws(Stop) in
        // The key of nobody is lucky, so that the suite passes.
        let isUnlucky =
          unlucky > 0 && seed % unlucky == 0
          && seed != InputKey(files: []).shownSeed(of: "lenient")
        return isUnlucky ? .failed(Failure(message: "drew \(seed)")) : .passed(.cases(1))
      }
    ]
  }

  func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? { nil }

  func steppedRun(setting: String, check: String?) -> (any SteppedRun)? {
    runs.steppedRun(setting: setting, check: check)
  }
}

@Suite("The league's harness")
struct HarnessTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let reference = book("Solutions/raft-election/Elector.swift")
  private static let half = book(
    "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift")

  private static func book(_ path: String) -> String { root.appending(path: path).path }

  private func harness(
    _ submission: String, unlucky: UInt64 = 0, right: [String] = [reference]
  ) throws -> Harness {
    let suite = LenientSuite(
      runs: try #require(HiddenSuites.suite(for: "raft-election") as? any SteppableSuite),
      unlucky: unlucky)
    let grader = Grader(
      suite,
      interface: SubjectInterface(type: "Elector", conformance: "ExerciseKit::Electing"))
    return Harness(grader, suite, submission: submission, right: right)
  }

  @Test func `what right submissions do not keep either shows nothing`() throws {
    // Under unlucky keys everybody fails.
    #expect(throws: Harness.Refusal.nothingShowsIt(tried: "4 keys and 0 walks of up to 5 events")) {
      try harness(Self.half, unlucky: 1).evidence(.init(keys: 4, walks: 0, events: 5))
    }
  }

  @Test func `a suite that fails under another key shows it, the same each time`() throws {
    let harness = try harness(Self.half, unlucky: 2, right: [])
    let evidence = try harness.evidence(.init(keys: 20, walks: 0))
    #expect(evidence.check == "drawn")
    #expect(evidence.sentence.hasPrefix("drew "))
    #expect(try harness.evidence(.init(keys: 20, walks: 0)) == evidence)
    // No key before it did.
    guard case .key(let number) = evidence.means else { throw Harness.Refusal.failsAlready("") }
    if number > 1 {
      #expect(throws: Harness.Refusal.self) {
        try harness.evidence(.init(keys: number - 1, walks: 0))
      }
    }
  }

  @Test func `a walk breaks a rule, is told by the steps that matter, and can be given again`()
    throws
  {
    let harness = try harness(Self.half)
    let evidence = try harness.evidence(.init(keys: 0, walks: 40, events: 60))
    let schedule = try #require(evidence.schedule)
    guard case .walk(_, let count) = evidence.means else { throw Harness.Refusal.failsAlready("") }
    #expect(count == schedule.events.count { !$0.hasPrefix("skip: ") })
    #expect(count < schedule.events.count)
    let again = try harness.evidence(schedule: schedule)
    #expect(again.check == evidence.check)
    #expect(again.means == .given(events: schedule.events.count))
  }

  @Test func `a right submission is not shown wrong`() throws {
    let refusal = Harness.Refusal.nothingShowsIt(tried: "2 keys and 12 walks of up to 40 events")
    #expect(throws: refusal) {
      try harness(Self.reference, unlucky: 0, right: []).evidence(
        .init(keys: 2, walks: 12, events: 40))
    }
    #expect("\(refusal)".contains("--schedule"))
  }

  @Test func `what does not pass, and a run that shows nothing, are refused`() throws {
    let broken = FileManager.default.temporaryDirectory
      .appending(path: "truthbook-league-\(UUID().uuidString)/Elector.swift")
    try FileManager.default.createDirectory(
      at: broken.deletingLastPathComponent(), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: broken.deletingLastPathComponent()) }
    try Data("struct Elector {".utf8).write(to: broken)
    #expect(throws: Harness.Refusal.self) { try harness(broken.path).evidence() }
    let calm = Schedule(check: "", setting: "3 nodes", events: ["n9 sings", "n2 sings"])
    #expect(throws: Harness.Refusal.runShowsNothing("no step of it breaks a rule")) {
      try harness(Self.half).evidence(schedule: calm)
    }
  }
}
