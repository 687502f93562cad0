import Clusters
import ExerciseKit
import Simulation
import Solutions
import Testing

private let members = ByzantineNode.members
private let requests = ["a", "b", "c", "d", "e", "f"]

/// PBFT where messages are lost, repeated and overtaken, networks are cut, correct replicas stop between any
/// two effects, timers run out at any time, and one of four replicas may lie.
@Suite("PBFT with every fault")
struct ByzantineRunTests {
  enum Kind { case correct, hasty, withLiar }

  private func run(
    seed: UInt64, _ kind: Kind, steps: Int = 1_500, emptiesDisks: Bool = false
  ) -> FaultyRun<ByzantineNode> {
    var faults = FaultyRun<ByzantineNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    faults.stops = emptiesDisks ? 100 : 5
    faults.cuts = 20
    let liar = members[Int(seed % 4)]
    var run = FaultyRun<ByzantineNode>(members, faults: faults, seed: seed) { id, stored in
      if kind == .withLiar, id == liar {
        return .liar(ByzantineLiar(id: id, seed: seed))
      }
      let replica = ByzantineNode.replica(id, stored)
      return kind == .hasty ? .hasty(replica) : .correct(replica)
    }
    run.wander(steps: steps) { _, _, choice in
      switch choice {
      case ..<100: .propose(requests[choice % requests.count])
      case ..<140: .timeout
      case ..<200: .retransmit
      case ..<400 where kind == .withLiar: .lie
      default: nil
      }
    }
    return run
  }

  /// Whether no number has two requests, no request two numbers, and all have executed the same.
  private func agrees(_ run: FaultyRun<ByzantineNode>) -> Bool {
    let sights = Set(run.seen.map(\.sight))
    let executed = run.nodes.compactMap { $0.replica?.executed }
    let longest = executed.max { $0.count < $1.count } ?? []
    return Set(sights.map(\.sequence)).count == sights.count
      && Set(sights.map(\.request)).count == sights.count
      && Set(longest).count == longest.count
      && executed.allSatisfy { longest.starts(with: $0) }
  }

  @Test(arguments: [Kind.correct, .withLiar])
  func `correct replicas agree, whatever happens`(kind: Kind) {
    var executed = 0
    var views = 0
    var checkpoints = 0
    for seed in UInt64(1)...24 {
      let run = run(seed: seed, kind)
      #expect(agrees(run), "seed \(seed)")
      let replicas = run.nodes.compactMap(\.replica)
      executed += replicas.map(\.executed.count).max() ?? 0
      views += replicas.map(\.view).max() ?? 0
      checkpoints += replicas.contains { $0.lowWaterMark > 0 } ? 1 : 0
    }
    // All of it happens.
    #expect(executed > 40 && views > 24 && checkpoints > 8, "\(executed) \(views) \(checkpoints)")
  }

  @Test func `without the commit phase one number is executed twice, with it never`() {
    let broken = (UInt64(1)...24).filter { !agrees(run(seed: $0, .hasty)) }
    #expect(!broken.isEmpty)
    for seed in broken {
      #expect(agrees(run(seed: seed, .correct)))
    }
  }

  @Test func `with disks that are emptied replicas do not agree`() {
    let broken = (UInt64(1)...40).filter { !agrees(run(seed: $0, .withLiar, emptiesDisks: true)) }
    #expect(!broken.isEmpty)
  }

  /// One that has left its view alone, with nobody else waiting for anything, gets what it lacks with a later
  /// checkpoint, so there is more to do in every round.
  @Test(arguments: [Kind.correct, .withLiar])
  func `what is asked is executed everywhere once the faults end`(kind: Kind) {
    for seed in UInt64(1)...12 {
      var run = run(seed: seed, kind, steps: 300)
      run.faults = .none
      var rounds = 0
      while doneCount(run) < run.nodes.compactMap(\.replica).count, rounds < 40 {
        rounds += 1
        ask(requests + ["round \(rounds)"], in: &run, hasTimeouts: rounds % 3 == 0)
      }
      #expect(rounds < 40, "seed \(seed)")
      #expect(agrees(run))
    }
  }

  @Test(arguments: [Kind.correct, .withLiar])
  func `two correct ones execute what is asked, also when nothing more is`(kind: Kind) {
    for seed in UInt64(1)...12 {
      var run = run(seed: seed, kind, steps: 300)
      run.faults = .none
      for round in 1...40 where doneCount(run) < 2 {
        ask(requests, in: &run, hasTimeouts: round % 3 == 0)
      }
      #expect(doneCount(run) >= 2, "seed \(seed)")
    }
  }

  /// Clients ask all, everybody says what may be lost, and all of it arrives.
  private func ask(
    _ requests: [String], in run: inout FaultyRun<ByzantineNode>, hasTimeouts: Bool
  ) {
    for id in members {
      for request in requests { run.give(.propose(request), to: id) }
      run.give(.retransmit, to: id)
    }
    run.settle()
    if hasTimeouts { for id in members { run.give(.timeout, to: id) } }
  }

  /// How many correct ones have executed everything that was asked.
  private func doneCount(_ run: FaultyRun<ByzantineNode>) -> Int {
    run.nodes.compactMap(\.replica).count { Set(requests).isSubset(of: $0.executed) }
  }
}
