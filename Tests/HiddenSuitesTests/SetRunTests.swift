import Checking
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

private typealias SetHistory = ReplicaHistory<SetChange>

private let model = SetModel()

@Suite("Long runs of or-set")
struct SetRunTests {
  private func histories() -> [SetHistory] {
    var random = RandomSource(seed: 11)
    return (0..<12).map { _ in
      model.history(
        nodes: OddNodes.draw(4, random: &random), eventCount: 60, rebuilds: true, random: &random,
        operation: model.drawing(.plain(2), random: &random))
    } + [4, 5, 6].map { model.history(rebuilding: $0, random: &random) }
      + [model.history(gathering: 6, random: &random)]
      + [1, 2, 3].map { model.history(echoingAt: $0, random: &random) }
  }

  /// The adds of an element in a state's past that no remove of it in that past had observed, worked out from
  /// the definition.
  private func live(
    _ element: SetElement, _ past: [Int], _ known: [[Int]], _ events: [SetModel.Event]
  ) -> [Int] {
    func isAdd(_ event: Int) -> Bool { events[event].operation() == .add(element) }
    let removed = past.filter { events[$0].operation() == .remove(element) }
      .flatMap { known[$0].filter(isAdd) }
    return past.filter { isAdd($0) && !removed.contains($0) }
  }

  @Test func `what is demanded is what the causal past says`() throws {
    for history in histories() {
      let events = history.events
      let known = knownEvents(of: events)
      let demands = model.demands(of: events) { _ in true }
      for (index, event) in events.enumerated() {
        let elements = SetElements(known[index].compactMap { events[$0].operation()?.element })
        let present = elements.filter { !live($0, known[index], known, events).isEmpty }
        #expect(demands[index].present == present)
        let operation: SetChange? = event.operation()
        guard case .remove(let element) = operation else { continue }
        let before = event.previous.map { known[$0] } ?? []
        let adds = live(element, before, known, events)
        let newest = adds.filter { add in
          !adds.contains { $0 != add && known[$0].contains(add) }
        }
        let removal = try #require(demands[index].removal)
        #expect(removal.live.count == adds.count)
        #expect(removal.newest.count == newest.count)
      }
    }
  }

  @Test func `every dot that is demanded is its replica's next`() {
    for history in histories() {
      var counts: [Int: UInt64] = [:]
      let demands = model.demands(of: history.events) { _ in false }
      for (event, demand) in zip(history.events, demands) {
        guard case .add = event.operation() else { continue }
        counts[event.node, default: 0] += 1
        #expect(
          demand.dot
            == Dot(replica: identifier(of: event.node), sequence: counts[event.node] ?? 0))
      }
    }
  }

  @Test func `every add of a replica that was rebuilt can be told`() {
    for history in histories() { #expect(model.isFair(history)) }
  }

  @Test func `a run asked in one place is answered as its history is`() throws {
    for history in histories() {
      let run = AskedRun(model, LongRun(history, looksAfter: Set(history.events.indices)))
      func fault(_ type: Any.Type) throws -> String? {
        let subject = InProcessSubject(type)
        let judged = try run.judged(model, on: subject)
        return ReplicaExaminer(model: model, check: orSetSuite.checks[0], subject: subject)
          .firstFault(in: judged, among: history.events.indices)?.sentence
      }
      #expect(try fault(ORSet<String>.self) == nil)
      #expect(try fault(IdleSet.self) != nil)
    }
  }

  @Test func `the runs pass the numbers at which tables end`() {
    var random = RandomSource(seed: 3)
    let runs = model.runs(&random).map(\.history)
    func most(_ isCounted: (SetModel.Event) -> Bool) -> Int {
      runs.map { run in run.events.count { $0.node == 0 && isCounted($0) } }.max() ?? 0
    }
    #expect(most { _ in true } > 1_000)
    #expect(most { $0.operation().map(model.isDeed) == true } > 500)
    #expect(most { if case .receive = $0.action { true } else { false } } > 100)
    let elements = runs.map { run in
      SetElements(run.events.compactMap { $0.operation()?.element }).count
    }
    #expect((elements.max() ?? 0) > 400)
    for run in runs { #expect(model.isFair(run)) }
  }

  @Test func `a dot that is not counted from 1 is named`() throws {
    let stage = try #require(
      orSetSuite.stages(for: .ofOwnCode).first { $0.checks[0].name == "dots-are-unique" })
    guard case .failed(let failure) = try stage.run(InProcessSubject(LateSet.self))[0] else {
      Issue.record("it passes")
      return
    }
    #expect(failure.message == "n1's first dot is n1:1000; dots are counted from 1")
    #expect(failure.counterexample?.schedule.events == ["n1 adds milk"])
  }

  @Test func `a fault that takes hundreds of operations is told in words`() throws {
    let stage = try #require(
      orSetSuite.stages(for: .ofOwnCode).first {
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
