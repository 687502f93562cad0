import Clusters
import ExerciseKit
import Simulation
import Solutions
import Testing

private typealias Search = EveryRun<CalvinNode>
private let (s1, s2) = (CalvinNode.sequencers[0], CalvinNode.sequencers[1])
private let (p1, p2) = (CalvinNode.partitions[0], CalvinNode.partitions[1])
private let (a, b) = (CalvinNode.here[0], CalvinNode.here[1])
private let (x, y) = (CalvinNode.there[0], CalvinNode.there[1])

/// Every interleaving of what two partitions do with one epoch.
@Suite("Calvin, every run within bounds")
struct CalvinSearchTests {
  /// Searches all runs of an epoch.
  /// - Returns: how far it went, and what was wrong.
  private func search(
    _ transactions: [CalvinTransaction], and others: [CalvinTransaction] = [], stops: Int = 0,
    checkpoints: Bool = false
  ) -> (extent: Search.Extent, faults: Set<String>, rests: Int) {
    let batches = [
      CalvinBatch(epoch: 1, sequencer: s1, transactions: transactions),
      CalvinBatch(epoch: 1, sequencer: s2, transactions: others),
    ]
    let serial = SerialExecution(batches)
    var letters: [Search.Letter] = []
    var happenings: [Search.Happening] = []
    for partition in [p1, p2] {
      for batch in batches {
        letters.append(Search.Letter(.batch(batch), from: batch.sequencer, to: partition))
      }
      for position in serial.outcomes.keys.sorted() {
        happenings.append(.init(.advance(position), at: partition, isOnce: false))
      }
      if checkpoints { happenings.append(.init(.checkpoint, at: partition, isOnce: false)) }
    }
    var run = Search([p1, p2], happenings: happenings, letters: letters, stops: stops) {
      CalvinNode.started($0, $1)
    }
    var faults: Set<String> = []
    var rests = 0
    let extent = run.explore(limit: 60_000) { moment in
      for seen in moment.seen where serial.outcomes[seen.sight.position] != seen.sight.outcome {
        faults.insert("outcome of \(seen.sight.position)")
      }
      guard moment.isAtRest else { return true }
      rests += 1
      let partitions = moment.nodes.compactMap(\.partition)
      if partitions.contains(where: { $0.runningCount > 0 }) { faults.insert("somebody waits") }
      let values = partitions.map(\.values).reduce([:]) { $0.merging($1) { first, _ in first } }
      if values.filter({ $0.value != 0 }) != serial.values.filter({ $0.value != 0 }) {
        faults.insert("values")
      }
      return true
    }
    return (extent, faults, rests)
  }

  /// Transactions that cross partitions in both directions, with one that is aborted.
  private let crossing: [CalvinTransaction] = [
    .add(5, to: a), .copy(a, to: x), .move(3, from: x, to: b), .move(9, from: a, to: y),
  ]

  @Test func `all interleavings end as one after another in the global order`() {
    let (extent, faults, rests) = search(crossing, and: [.copy(x, to: a), .copy(a, to: y)])
    #expect(extent.isComplete && rests > 0)
    #expect(faults == [])
  }

  @Test func `the other order comes to something else, so order matters here`() {
    let forth = SerialExecution([
      CalvinBatch(epoch: 1, sequencer: s1, transactions: crossing)
    ])
    let back = SerialExecution([
      CalvinBatch(epoch: 1, sequencer: s1, transactions: crossing.reversed())
    ])
    #expect(forth.values != back.values)
    #expect(Set(forth.outcomes.values.map(\.isCommitted)) == [true, false])
  }

  @Test func `a stop anywhere and a replay come to the same`() {
    let (extent, faults, rests) = search(
      Array(crossing.dropLast()), stops: 1, checkpoints: true)
    #expect(extent.isComplete && rests > 0)
    #expect(faults == [])
  }

  @Test func `two stops anywhere and replays come to the same`() {
    let (extent, faults, rests) = search(
      [.copy(a, to: x), .move(0, from: x, to: a)], stops: 2, checkpoints: true)
    #expect(extent.isComplete && rests > 0)
    #expect(faults == [])
  }

  @Test func `whoever wants keys in a circle waits for nobody in a circle`() {
    let circle: [CalvinTransaction] = [
      .move(0, from: a, to: x), .move(0, from: x, to: b), .move(0, from: b, to: y),
      .move(0, from: y, to: a),
    ]
    let (extent, faults, rests) = search(circle)
    #expect(extent.isComplete && rests > 0)
    #expect(faults == [])
  }
}

/// Calvin where messages are lost, repeated and overtaken, and everybody stops between any two effects.
@Suite("Calvin with every fault")
struct CalvinRunTests {
  private func run(
    seed: UInt64, emptiesDisks: Bool = false
  ) -> FaultyRun<CalvinNode> {
    var faults = FaultyRun<CalvinNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    // An answer of many batches has many moments to stop in.
    faults.stops = 5
    var run = FaultyRun<CalvinNode>(
      CalvinNode.sequencers + CalvinNode.partitions, faults: faults, seed: seed
    ) { CalvinNode.started($0, $1) }
    let keys = [a, b, x, y]
    run.wander(steps: 2_000) { id, _, choice in
      let (source, target) = (keys[choice % 4], keys[choice / 4 % 4])
      guard CalvinNode.sequencers.contains(id) else {
        return choice < 50 ? .checkpoint : choice < 250 ? .retry : .advanceAny(choice)
      }
      switch choice {
      case ..<80: return .endEpoch
      case ..<240: return .submit(.move(choice % 7, from: source, to: target))
      case ..<340: return .submit(.add(choice % 5, to: source))
      case ..<390: return .submit(.copy(source, to: target))
      default: return nil
      }
    }
    return run
  }

  /// What is wrong at the end.
  private func faults(of run: FaultyRun<CalvinNode>) -> Set<String> {
    var faults: Set<String> = []
    let serial = SerialExecution(run.nodes.flatMap(\.all))
    for seen in run.seen where serial.outcomes[seen.sight.position] != seen.sight.outcome {
      faults.insert("outcome")
    }
    for partition in run.nodes.compactMap(\.partition) where partition.runningCount > 0 {
      faults.insert("somebody waits")
    }
    let values = run.nodes.compactMap(\.partition?.values).reduce([:]) {
      $0.merging($1) { first, _ in first }
    }
    if values.filter({ $0.value != 0 }) != serial.values.filter({ $0.value != 0 }) {
      faults.insert("values")
    }
    return faults
  }

  /// Ends the epochs that only one sequencer has ended, and lets all transactions end.
  private func settle(_ run: inout FaultyRun<CalvinNode>) {
    run.faults = .none
    while let (first, second) = run[s1].flatMap({ first in run[s2].map { (first, $0) } }),
      first.epoch != second.epoch
    {
      run.give(.endEpoch, to: first.epoch < second.epoch ? s1 : s2)
    }
    func isDone(_ partition: CalvinPartition) -> Bool {
      partition.runningCount == 0 && partition.lastOrdered == run[s1]?.epoch
    }
    for _ in 1...200 where !run.nodes.compactMap(\.partition).allSatisfy(isDone) {
      for id in CalvinNode.partitions {
        run.give(.retry, to: id)
        for _ in 1...10 { run.give(.advanceAny(0), to: id) }
      }
      run.settle()
    }
  }

  @Test func `what clients were told and what is stored is the work of one order`() {
    var (ended, aborted, epochs, kept) = (0, 0, 0, 0)
    for seed in UInt64(1)...8 {
      var run = run(seed: seed)
      settle(&run)
      #expect(faults(of: run) == [], "seed \(seed)")
      ended += Set(run.seen.map(\.sight.position)).count
      aborted += Set(run.seen.filter { !$0.sight.outcome.isCommitted }.map(\.sight.position)).count
      epochs += run[s1]?.epoch ?? 0
      kept += run[s1]?.keptCount ?? 0
    }
    #expect(ended > 200 && aborted > 20 && epochs > 100)
    #expect(kept < epochs, "checkpoints let the log be forgotten")
  }

  @Test func `with disks that are emptied it is not`() {
    #expect(
      (UInt64(1)...8).contains { seed in
        var run = run(seed: seed, emptiesDisks: true)
        settle(&run)
        return faults(of: run) != []
      })
  }
}
