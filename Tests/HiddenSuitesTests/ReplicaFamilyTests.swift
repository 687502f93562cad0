import Checking
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Replicas and clocks")
struct ReplicaFamilyTests {
  private func verdicts(
    of types: InProcessSubject, by suite: ComposedSuite
  ) throws -> [String: Verdict] {
    var verdicts: [String: Verdict] = [:]
    for stage in suite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(types)) {
        verdicts[check.name] = verdict
      }
    }
    return verdicts
  }

  private func broken(_ verdict: Verdict?) -> Failure? {
    if case .failed(let failure) = verdict { failure } else { nil }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `every history that is drawn is one that the task allows`(seed: UInt64) {
    func drawn<Model: ReplicaModel>(_ model: Model) -> [Model.History] {
      [
        ReplicaInputs(shownFrom: seed, model: model, laws: [.commutative]),
        ReplicaInputs(keptBackFrom: seed, model: model, laws: [.commutative]),
      ].flatMap { $0.plain + $0.odd + $0.laws.histories }
    }
    #expect(drawn(SetModel()).allSatisfy(SetModel().isFair))
    let (up, only) = (drawn(UpDownModel()), drawn(GrowOnlyModel()))
    #expect(up.allSatisfy(UpDownModel().isFair) && only.allSatisfy(GrowOnlyModel().isFair))
    // Nobody counts beyond what the interface holds.
    func amounts(_ histories: [ReplicaHistory<AmountOperation>]) -> [[Int128]] {
      histories.map { $0.events.compactMap { $0.operation()?.amount } }
    }
    #expect(amounts(only).allSatisfy { $0.reduce(0, +) <= Int128(UInt64.max) })
    #expect(
      amounts(up).allSatisfy { amounts in
        [amounts.filter { $0 > 0 }, amounts.filter { $0 < 0 }].allSatisfy {
          $0.reduce(0, +).magnitude <= Int128(Int64.max).magnitude
        }
      })
  }

  @Test func `small histories are all visited`() throws {
    let counters = try verdicts(
      of: InProcessSubject(GCounter.self, PNCounter.self), by: gCounterSuite)
    #expect(
      counters["small-histories"]
        == .passed(.exhaustive(states: 1_578, transitions: 1_576, depth: 5)))
    let clocks = try verdicts(of: InProcessSubject(LamportClock.self), by: lamportClockSuite)
    #expect(
      clocks["small-runs"] == .passed(.exhaustive(states: 1_566, transitions: 1_563, depth: 5)))
  }

  @Test func `a merge that adds is shown the shortest round trip`() throws {
    let verdicts = try verdicts(
      of: InProcessSubject(AddingCounter.self, SignedCounter.self), by: gCounterSuite)
    let failure = try #require(broken(verdicts["delivered-twice-counted-once"]))
    let run = try #require(failure.counterexample)
    #expect(run.schedule.events.count == 3)
    #expect(run.schedule.events.first == "n1 counts 1")
    #expect(run.isShortest)
    #expect(failure.message.hasSuffix("it must be 1: n1 has counted 1"))
  }

  @Test func `a slot that goes down is shown the merge that gives it back`() throws {
    let verdicts = try verdicts(
      of: InProcessSubject(GCounter.self, SignedCounter.self), by: gCounterSuite)
    let names = verdicts.filter { broken($0.value) != nil }.keys.sorted()
    #expect(
      names == [
        "up-down-agrees-with-the-changes", "up-down-equality-is-about-the-state",
        "up-down-keeps-what-was-taken-away", "up-down-merge-is-commutative",
        "up-down-of-any-size", "up-down-small-histories",
      ])
  }

  @Test func `a clock that ignores messages fails where messages matter`() throws {
    let verdicts = try verdicts(of: InProcessSubject(DeafLamportClock.self), by: lamportClockSuite)
    let failure = try #require(broken(verdicts["a-receipt-is-later-than-its-sending"]))
    #expect(failure.counterexample?.schedule.events == ["n1 ticks", "n2 receives 1"])
    #expect(verdicts["an-event-counts-one"]?.isPassed == true)
  }

  @Test func `storage that copies share is found by looking again`() throws {
    let verdicts = try verdicts(
      of: InProcessSubject(SharedCounter.self, PNCounter.self), by: gCounterSuite)
    #expect(broken(verdicts["values-are-independent"]) != nil)
  }

  @Test func `a replica that was made anew does nothing before it has heard of its own deeds`() {
    typealias History = ReplicaHistory<AmountOperation>
    let model = GrowOnlyModel()
    func isFair(_ lines: String...) -> Bool {
      History(nodeCount: 2, lines: lines).map(model.isFair) ?? false
    }
    #expect(
      isFair("n1 counts 1", "n2 receives 1", "n1 starts anew", "n1 receives 2", "n1 counts 1"))
    #expect(isFair("n1 counts 1", "n1 starts anew", "n1 looks"))
    #expect(!isFair("n1 counts 1", "n1 starts anew", "n1 counts 1"))
    #expect(
      !isFair(
        "n1 counts 1", "n2 receives 1", "n1 counts 1", "n1 starts anew", "n1 receives 2",
        "n1 counts 1"))
    #expect(!isFair("n1 counts -1"))
    #expect(!isFair("n1 adds 1"))
  }

  @Test func `what a state knows ends where its replica was made anew`() throws {
    let history = try #require(
      ReplicaHistory<AmountOperation>(
        nodeCount: 2,
        lines: [
          "n1 counts 1", "n2 counts 2", "n2 receives 1", "n1 starts anew", "n1 receives 3",
        ]))
    #expect(knownEvents(of: history.events) == [[0], [1], [0, 1, 2], [3], [0, 1, 2, 3, 4]])
  }

  @Test(arguments: 0..<20)
  func `random histories are fair and stay in the stated range`(seed: UInt64) {
    let up = ReplicaInputs(keptBackFrom: seed, model: UpDownModel(), laws: [.commutative])
    let only = ReplicaInputs(keptBackFrom: seed, model: GrowOnlyModel(), laws: [.commutative])
    for history in up.laws.histories + up.odd + up.repeated {
      #expect(UpDownModel().isFair(history))
      #expect(sum(history, below: 1 << 63))
    }
    for history in only.laws.histories + only.odd { #expect(sum(history, below: 1 << 64)) }
    #expect(only.odd.contains { $0.events.contains { $0.action == .perform(.startAnew) } })
    #expect(only.odd.allSatisfy { $0.events.count >= 36 })
  }

  private func sum(_ history: ReplicaHistory<AmountOperation>, below limit: Int128) -> Bool {
    var (up, down): (Int128, Int128) = (0, 0)
    for case .perform(.act(let operation)) in history.events.map(\.action) {
      if operation.amount > 0 { up += operation.amount } else { down -= operation.amount }
    }
    return up < limit && down < limit
  }

  @Test func `the same key gives the same histories`() {
    let one = ReplicaInputs(keptBackFrom: 5, model: LamportModel(), laws: [])
    let again = ReplicaInputs(keptBackFrom: 5, model: LamportModel(), laws: [])
    #expect(one.odd == again.odd)
    #expect(one.odd != ReplicaInputs(keptBackFrom: 6, model: LamportModel(), laws: []).odd)
  }
}

/// Copies share their slots.
private struct SharedCounter: GrowOnlyCounter {
  private final class Storage: @unchecked Sendable {
    var slots: [NodeID: UInt64] = [:]
  }

  private let replica: NodeID
  private let storage = Storage()

  init(replica: NodeID) { self.replica = replica }

  var value: UInt64 { storage.slots.values.reduce(0, &+) }
  mutating func increment(by amount: UInt64) { storage.slots[replica, default: 0] &+= amount }
  mutating func merge(_ other: SharedCounter) {
    storage.slots.merge(other.storage.slots, uniquingKeysWith: max)
  }

  static func == (left: SharedCounter, right: SharedCounter) -> Bool {
    left.storage.slots == right.storage.slots
  }
}
