import Checking
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Long runs of or-set")
struct SetRunTests {
  private func histories() -> [SetHistory] {
    var random = RandomSource(seed: 11)
    return (0..<12).map { _ in
      SetHistory(
        nodes: OddNodes.draw(4, random: &random), elements: SetElement.plain, eventCount: 60,
        rebuilds: true, random: &random)
    } + [4, 5, 6].map { SetHistory(rebuilding: $0, random: &random) }
      + [SetHistory(gathering: 6, random: &random)]
  }

  @Test func `what a run demands is what the oracle says`() {
    for history in histories() {
      let oracle = SetOracle(history.events)
      var model = SetRunModel(keeping: Set(history.events.indices))
      for (index, event) in history.events.enumerated() {
        let demand = model.perform(event, looks: true)
        #expect(demand.present == oracle.knowledge[index].present)
        if let dot = demand.dot { #expect(dot.sequence == oracle.ownAdds(before: index) + 1) }
        guard case .perform(.remove(let element)) = event.action else { continue }
        let known = oracle.knowledge(before: index)
        #expect(demand.removal?.live.count == oracle.live(element, in: known).count)
        #expect(demand.removal?.newest.count == oracle.newest(element, in: known).count)
      }
    }
  }

  @Test func `every add of a replica that was rebuilt can be told`() {
    for history in histories() { #expect(history.isFair) }
  }

  @Test func `a run asked in one place is answered as its history is`() throws {
    for history in histories() {
      let run = SetRun(history, looksAfter: Set(history.events.indices))
      let answers = try run.answers(from: InProcessSubject(ORSet<String>.self))
      #expect(run.firstFinding(in: answers, among: .all)?.sentence == nil)
      let wrong = try run.answers(from: InProcessSubject(IdleSet.self))
      #expect(run.firstFinding(in: wrong, among: .all)?.sentence != nil)
    }
  }

  @Test func `the runs pass the numbers at which tables end`() {
    let runs = SetInputs(shownFrom: 3).runs
    func count(_ isCounted: (SetEvent) -> Bool) -> [Int] {
      runs.map { run in run.history.events.count { $0.node == 0 && isCounted($0) } }
    }
    #expect((count { _ in true }.max() ?? 0) > 1_000)
    #expect(
      (count { if case .perform(.add) = $0.action { true } else { false } }.max() ?? 0) > 500)
    #expect((count { if case .receive = $0.action { true } else { false } }.max() ?? 0) > 100)
    #expect((runs.map(\.history.elements.count).max() ?? 0) > 400)
  }

  @Test func `a dot that is not counted from 1 is named`() throws {
    let stage = try #require(
      ORSetSuite().stages(for: .ofOwnCode).first { $0.checks[0].name == "dots-are-unique" })
    guard case .failed(let failure) = try stage.run(InProcessSubject(LateSet.self))[0] else {
      Issue.record("it passes")
      return
    }
    #expect(failure.message == "n1's first dot is n1:1000; dots are counted from 1")
    #expect(failure.counterexample?.schedule.events == ["n1 adds milk"])
  }

  @Test func `a fault that takes hundreds of operations is told in words`() throws {
    let stage = try #require(
      ORSetSuite().stages(for: .ofOwnCode).first {
        $0.checks[0].name == "remove-returns-its-dots"
      })
    guard case .failed(let failure) = try stage.run(InProcessSubject(TiredSet.self))[0] else {
      Issue.record("it passes")
      return
    }
    #expect(failure.message.contains("a run of many events"))
    #expect(failure.counterexample == nil)
  }
}

/// Numbers its adds from 1000.
private struct LateSet: ObservedRemoveSet {
  private var inner: ORSet<String>

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> { inner.elements }

  private func late(_ dot: Dot) -> Dot {
    Dot(replica: dot.replica, sequence: dot.sequence + 999)
  }

  func contains(_ element: String) -> Bool { inner.contains(element) }

  mutating func add(_ element: String) -> Dot { late(inner.add(element)) }

  mutating func remove(_ element: String) -> Set<Dot> { Set(inner.remove(element).map(late)) }

  mutating func merge(_ other: LateSet) { inner.merge(other.inner) }
}

/// Forgets what it is to remove after seven hundred operations.
private struct TiredSet: ObservedRemoveSet {
  private var inner: ORSet<String>
  private var count = 0

  init(replica: NodeID) { inner = ORSet(replica: replica) }

  var elements: Set<String> { inner.elements }

  func contains(_ element: String) -> Bool { inner.contains(element) }

  mutating func add(_ element: String) -> Dot {
    count += 1
    return inner.add(element)
  }

  mutating func remove(_ element: String) -> Set<Dot> {
    count += 1
    guard count > 700 else { return inner.remove(element) }
    var copy = inner
    return copy.remove(element)
  }

  mutating func merge(_ other: TiredSet) {
    count += 1
    inner.merge(other.inner)
  }
}
