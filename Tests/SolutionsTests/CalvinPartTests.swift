import ExerciseKit
import Simulation
import Solutions
import Testing

private let (s1, s2) = (CalvinNode.sequencers[0], CalvinNode.sequencers[1])
private let (p1, p2) = (CalvinNode.partitions[0], CalvinNode.partitions[1])
private let (a, b) = (CalvinNode.here[0], CalvinNode.here[1])
private let (x, y) = (CalvinNode.there[0], CalvinNode.there[1])

private func batch(
  _ transactions: [CalvinTransaction], epoch: Int = 1, by sequencer: NodeID = s1
) -> CalvinBatch {
  CalvinBatch(epoch: epoch, sequencer: sequencer, transactions: transactions)
}

private func partition(
  _ id: NodeID = p1, window: Int = 3, _ stored: CalvinPartition.Stored = .init()
) -> CalvinPartition {
  CalvinPartition(
    id: id, partitions: CalvinNode.partitions, sequencers: [s1], window: window, stored: stored)
}

private func place(_ index: Int, epoch: Int = 1) -> CalvinPosition {
  CalvinPosition(epoch: epoch, sequencer: s1, index: index)
}

@Suite("Calvin, transactions and locks")
struct CalvinTransactionTests {
  @Test func `an aborted transaction writes nothing, and only values abort one`() {
    let move = CalvinTransaction.move(5, from: "a", to: "b")
    #expect(move.writes(given: ["a": 5, "b": 1]) == ["a": 0, "b": 6])
    #expect(move.writes(given: ["a": 4, "b": 1]) == nil)
    #expect(move.readSet == ["a", "b"] && move.writeSet == ["a", "b"])
    let both = CalvinTransaction(
      conditions: [.init("a", .atLeast, 1), .init("b", .equals, 2)],
      assignments: [.init("c", sumOf: [], and: 1)])
    #expect(both.writes(given: ["a": 1, "b": 2]) == ["c": 1])
    #expect(both.writes(given: ["a": 1, "b": 3]) == nil)
    #expect(both.writes(given: ["a": 0, "b": 2]) == nil)
    #expect(both.readSet == ["a", "b"] && both.writeSet == ["c"])
  }

  @Test func `all terms are read before anything is written`() {
    let swap = CalvinTransaction(assignments: [
      .init("a", sumOf: ["b"]), .init("b", sumOf: ["a"]),
    ])
    #expect(swap.writes(given: ["a": 1, "b": 2]) == ["a": 2, "b": 1])
  }

  @Test func `sums end at the largest and the smallest number`() {
    let sum = CalvinTransaction(assignments: [.init("a", sumOf: ["a", "b"], and: 1)])
    #expect(sum.writes(given: ["a": .max, "b": .max]) == ["a": .max])
    let less = CalvinTransaction(assignments: [.init("a", sumOf: ["a", "b"], and: -1)])
    #expect(less.writes(given: ["a": .min, "b": .min]) == ["a": .min])
  }

  @Test func `who did not know its keys looks first, and is aborted if that has changed`() {
    let guess = CalvinTransaction(
      conditions: [.init("who", .equals, 7)], assignments: [.init("k7", sumOf: [], and: 1)])
    #expect(guess.writes(given: ["who": 7]) == ["k7": 1])
    #expect(guess.writes(given: ["who": 8]) == nil)
    #expect(guess.writes(given: [:]) == nil)
  }

  @Test func `places are in order by epoch, then sequencer, then index`() {
    let places = [
      CalvinPosition(epoch: 1, sequencer: s1, index: 9),
      CalvinPosition(epoch: 1, sequencer: s2, index: 0),
      CalvinPosition(epoch: 1, sequencer: s2, index: 1),
      CalvinPosition(epoch: 2, sequencer: s1, index: 0),
    ]
    #expect(places.shuffledBy(seed: 3).sorted() == places)
  }

  @Test func `locks are had in the order in which they are asked for`() {
    var locks = OrderedLocks<Int>()
    locks.request(1, shared: ["k"], exclusive: [])
    locks.request(2, shared: ["k"], exclusive: [])
    locks.request(3, shared: [], exclusive: ["k", "l"])
    locks.request(4, shared: ["k"], exclusive: [])
    locks.request(5, shared: [], exclusive: ["l"])
    #expect((1...5).filter(locks.hasAll) == [1, 2], "readers share, and none overtakes a writer")
    locks.release(2)
    #expect((1...5).filter(locks.hasAll) == [1])
    locks.release(1)
    #expect((1...5).filter(locks.hasAll) == [3])
    locks.release(3)
    #expect((1...5).filter(locks.hasAll) == [4, 5])
    locks.release(4)
    locks.release(5)
    #expect(locks == OrderedLocks(), "nothing is left")
    #expect(!locks.hasAll(9))
  }
}

@Suite("Calvin, sequencers")
struct CalvinSequencerTests {
  private func sequencer(_ stored: CalvinSequencer.Stored = .init()) -> CalvinSequencer {
    CalvinSequencer(id: s1, partitions: CalvinNode.partitions, capacity: 2, stored: stored)
  }

  @Test func `an epoch is on the disk before it leaves, also an empty one`() {
    var log = sequencer()
    #expect(log.submit(.add(1, to: a)) == place(0))
    #expect(log.submit(.add(2, to: a)) == place(1))
    #expect(log.submit(.add(3, to: a)) == nil, "full")
    let first = batch([.add(1, to: a), .add(2, to: a)])
    #expect(
      log.endEpoch() == [
        .persist(.init(epoch: 1, batches: [first])), .send(.batch(first), to: p1),
        .send(.batch(first), to: p2),
      ])
    let second = batch([], epoch: 2)
    #expect(log.endEpoch().last == .send(.batch(second), to: p2))
    #expect(log.receive(.askBatches(after: 0), from: p2).count == 2)
    #expect(
      log.receive(.askBatches(after: 1), from: p2) == [.send(.batch(second), to: p2)])
    #expect(log.receive(.askBatches(after: 0), from: NodeID(99)).isEmpty)
  }

  @Test(arguments: [false, true])
  func `who forgets an epoch makes another of the same number`(keepsDisk: Bool) {
    var log = sequencer()
    _ = log.submit(.add(1, to: a))
    _ = log.endEpoch()
    log = sequencer(keepsDisk ? log.stored : .init())
    #expect(log.submit(.add(2, to: a)) == place(0, epoch: keepsDisk ? 2 : 1))
    _ = log.endEpoch()
    #expect(log.stored.batches.count == (keepsDisk ? 2 : 1))
  }

  @Test func `a batch is kept until every partition has saved what comes of it`() {
    var log = sequencer()
    for _ in 1...3 { _ = log.endEpoch() }
    _ = log.receive(.saved(epoch: 3), from: p1)
    #expect(log.stored.batches.count == 3)
    _ = log.receive(.saved(epoch: 2), from: p2)
    #expect(log.stored.batches.map(\.epoch) == [3])
    _ = log.receive(.saved(epoch: 1), from: p2)
    #expect(log.stored.batches.map(\.epoch) == [3])
  }

  @Test func `after the last number no epoch ends`() {
    var log = sequencer(.init(epoch: .max))
    #expect(log.submit(.add(1, to: a)) == nil)
    #expect(log.endEpoch().isEmpty)
  }
}

@Suite("Calvin, partitions")
struct CalvinPartitionTests {
  @Test func `partitions that write read from each other and vote on nothing`() {
    var (first, second) = (partition(p1), partition(p2))
    let log = batch([.add(5, to: a), .move(3, from: a, to: x)])
    #expect(first.receive(.batch(log), from: s1).isEmpty)
    _ = second.receive(.batch(log), from: s1)
    #expect(first.runnable == [place(0)], "the second waits for the first")
    #expect(first.advance(place(1)).isEmpty)
    #expect(second.runnable == [place(1)])
    _ = first.advance(place(0))
    #expect(
      first.advance(place(0)) == [
        .ended(place(0), CalvinOutcome(isCommitted: true, read: [a: 0]))
      ])
    let mine = first.advance(place(1))
    #expect(mine == [.send(.reads(place(1), [a: 5]), to: p2)])
    #expect(first.runnable.isEmpty, "it waits for the other's read")
    let others = second.advance(place(1))
    #expect(others == [.send(.reads(place(1), [x: 0]), to: p1)])
    _ = first.receive(.reads(place(1), [x: 0]), from: p2)
    _ = second.receive(.reads(place(1), [a: 5]), from: p1)
    let outcome = CalvinOutcome(isCommitted: true, read: [a: 5, x: 0])
    #expect(first.advance(place(1)) == [.ended(place(1), outcome)])
    #expect(second.advance(place(1)) == [.ended(place(1), outcome)])
    #expect(first.values == [a: 2] && second.values == [x: 3])
  }

  @Test func `who is only read from is done when it has read`() {
    var first = partition(p1)
    _ = first.receive(.batch(batch([.copy(a, to: x), .add(1, to: a)])), from: s1)
    #expect(first.advance(place(0)) == [.send(.reads(place(0), [a: 0]), to: p2)])
    #expect(first.runnable == [place(1)])
    #expect(first.runningCount == 1)
  }

  @Test func `a transaction that writes nothing ends at one partition`() {
    let look = CalvinTransaction(
      conditions: [.init(a, .atLeast, 0), .init(x, .atLeast, 0)], assignments: [])
    var (first, second) = (partition(p1), partition(p2))
    for id in [p1, p2] {
      _ =
        id == p1
        ? first.receive(.batch(batch([look])), from: s1)
        : second.receive(.batch(batch([look])), from: s1)
    }
    #expect(second.advance(place(0)) == [.send(.reads(place(0), [x: 0]), to: p1)])
    #expect(second.runningCount == 0)
    #expect(first.advance(place(0)).isEmpty)
    _ = first.receive(.reads(place(0), [x: 0]), from: p2)
    #expect(
      first.advance(place(0)) == [
        .ended(place(0), CalvinOutcome(isCommitted: true, read: [a: 0, x: 0]))
      ])
  }

  @Test func `epochs begin in order, when every sequencer's batch is there`() {
    var first = CalvinPartition(
      id: p1, partitions: CalvinNode.partitions, sequencers: CalvinNode.sequencers)
    _ = first.receive(.batch(batch([.add(1, to: a)], epoch: 2)), from: s1)
    _ = first.receive(.batch(batch([.add(1, to: a)], by: s2)), from: s2)
    _ = first.receive(.batch(batch([], epoch: 1, by: NodeID(9))), from: NodeID(9))
    #expect(first.lastOrdered == 0 && first.runnable.isEmpty)
    #expect(first.retry().first == .send(.askBatches(after: 0), to: s1))
    _ = first.receive(.batch(batch([.copy(a, to: b)])), from: s1)
    #expect(first.lastOrdered == 1)
    #expect(first.runnable == [place(0)], "the first sequencer's before the second's")
  }

  @Test func `what is too far ahead is let go, and asked for again`() {
    var first = partition(window: 3)
    let empty = first
    for epoch in [5, 4, .max, 0, -1, .min] {
      _ = first.receive(.batch(batch([.add(1, to: a)], epoch: epoch)), from: s1)
      _ = first.receive(.reads(place(0, epoch: epoch), [x: 1]), from: p2)
    }
    #expect(first == empty)
    for epoch in 2...3 { _ = first.receive(.batch(batch([], epoch: epoch)), from: s1) }
    #expect(first.lastOrdered == 0)
    _ = first.receive(.batch(batch([])), from: s1)
    #expect(first.lastOrdered == 3)
    #expect(first.retry().first == .send(.askBatches(after: 3), to: s1))
    var last = partition(p1, .init(epoch: .max))
    _ = last.receive(.batch(batch([], epoch: .max)), from: s1)
    #expect(last.retry().first == .send(.askBatches(after: .max), to: s1))
  }

  @Test
  func `a read that comes before its transaction waits for it, one that comes after is dropped`() {
    var first = partition()
    let empty = first
    for stranger in [NodeID(99), p1, s1] {
      _ = first.receive(.reads(place(0), [x: 9]), from: stranger)
    }
    #expect(first == empty)
    _ = first.receive(.reads(place(0), [x: 4]), from: p2)
    _ = first.receive(.reads(place(7), [x: 4]), from: p2)
    _ = first.receive(.batch(batch([.copy(x, to: a)])), from: s1)
    _ = first.advance(place(0))
    #expect(
      first.advance(place(0)) == [
        .ended(place(0), CalvinOutcome(isCommitted: true, read: [x: 4]))
      ])
    var other = partition()
    _ = other.receive(.batch(batch([.copy(x, to: a)])), from: s1)
    _ = other.advance(place(0))
    _ = other.receive(.reads(place(0), [x: 4]), from: p2)
    _ = other.advance(place(0))
    let before = other
    _ = other.receive(.reads(place(0), [x: 4]), from: p2)
    #expect(other == before)
    #expect(first == other, "what belonged to no transaction is gone")
    // Nor does one count from a partition that is not read from.
    var alone = partition()
    _ = alone.receive(.batch(batch([.copy(a, to: b)])), from: s1)
    _ = alone.receive(.reads(place(0), [x: 4]), from: p2)
    _ = alone.advance(place(0))
    #expect(
      alone.advance(place(0)) == [
        .ended(place(0), CalvinOutcome(isCommitted: true, read: [a: 0]))
      ])
  }

  @Test func `a reader that has saved and starts again still has what it read for others`() {
    var first = partition(p1)
    _ = first.receive(.batch(batch([.copy(a, to: x)])), from: s1)
    _ = first.advance(place(0))
    let saving = first.checkpoint()
    guard case .persist(let stored) = saving.first else {
      Issue.record("no checkpoint")
      return
    }
    #expect(saving.dropFirst().contains(.send(.saved(epoch: 1), to: p2)))
    #expect(first.checkpoint().isEmpty, "there is nothing new")
    first = partition(p1, stored)
    #expect(first.lastOrdered == 1)
    #expect(
      first.receive(.askReads(place(0)), from: p2) == [.send(.reads(place(0), [a: 0]), to: p2)])
    _ = first.receive(.saved(epoch: 1), from: p2)
    #expect(first.servedCount == 0 && first.receive(.askReads(place(0)), from: p2).isEmpty)
  }

  @Test func `what was read for several is kept until all of them have saved`() throws {
    let three = [p1, p2, NodeID(13)]
    let keys = try three.map { partition in
      try #require(
        "abcdefghijklmnopqrstuvwxyz".map(String.init).first {
          CalvinPartition.owner(of: $0, among: three) == partition
        })
    }
    var first = CalvinPartition(id: p1, partitions: three, sequencers: [s1])
    let spread = CalvinTransaction(assignments: [
      .init(keys[1], sumOf: [keys[0]]), .init(keys[2], sumOf: [keys[0]]),
    ])
    _ = first.receive(.batch(batch([spread])), from: s1)
    #expect(first.advance(place(0)).count == 2)
    _ = first.receive(.saved(epoch: 1), from: p2)
    #expect(first.servedCount == 1)
    _ = first.receive(.saved(epoch: 1), from: NodeID(99))
    _ = first.receive(.saved(epoch: 0), from: NodeID(13))
    #expect(first.servedCount == 1)
    _ = first.receive(.saved(epoch: 1), from: NodeID(13))
    #expect(first.servedCount == 0)
  }

  @Test func `a checkpoint waits for what runs, and the next epoch for the checkpoint`() {
    var first = partition()
    #expect(first.checkpoint().isEmpty, "there is nothing to save")
    _ = first.receive(.batch(batch([.add(1, to: a)])), from: s1)
    #expect(first.checkpoint().isEmpty)
    _ = first.receive(.batch(batch([.add(1, to: a)], epoch: 2)), from: s1)
    #expect(first.lastOrdered == 1)
    #expect(first.advance(place(0)).isEmpty)
    let outputs = first.advance(place(0))
    #expect(outputs.contains(.persist(.init(epoch: 1, values: [a: 1]))))
    #expect(first.lastOrdered == 2 && first.runnable == [place(0, epoch: 2)])
  }

  @Test func `who lacks a read asks the partition it should come from`() {
    var second = partition(p2)
    _ = second.receive(.batch(batch([.copy(a, to: x)])), from: s1)
    _ = second.advance(place(0))
    #expect(second.retry().contains(.send(.askReads(place(0)), to: p1)))
  }

  /// Each copy of the data lets its transactions go on in an order of its own.
  @Test func `copies of the data come to the same, whatever goes on first`() {
    let keys = [a, b, x, y]
    for seed in UInt64(1)...10 {
      var random = RandomSource(seed: seed)
      let transactions = (0..<12).map { _ -> CalvinTransaction in
        let (source, target) = (keys[random.index(below: 4)], keys[random.index(below: 4)])
        switch random.index(below: 3) {
        case 0: return .add(random.index(below: 9), to: source)
        case 1: return .copy(source, to: target)
        default: return .move(random.index(below: 9), from: source, to: target)
        }
      }
      let log = batch(transactions)
      let serial = SerialExecution([log]).values.filter { $0.value != 0 }
      for copy in UInt64(0)..<3 {
        var chance = RandomSource(seed: seed * 10 + copy)
        let values = run(log, &chance)
        #expect(values == serial, "seed \(seed)")
      }
    }
  }

  private func run(_ log: CalvinBatch, _ random: inout RandomSource) -> [String: Int] {
    var nodes = [p1: partition(p1), p2: partition(p2)]
    for id in [p1, p2] { _ = nodes[id]?.receive(.batch(log), from: s1) }
    var network: [(message: CalvinMessage, from: NodeID, to: NodeID)] = []
    while true {
      let choices = [p1, p2].flatMap { id in (nodes[id]?.runnable ?? []).map { (id, $0) } }
      if let letter = random.element(of: network), random.chance(1, in: 2) || choices.isEmpty {
        _ = nodes[letter.to]?.receive(letter.message, from: letter.from)
        network.removeAll { $0.message == letter.message && $0.to == letter.to }
      } else if let (id, position) = random.element(of: choices) {
        for case .send(let message, let receiver) in nodes[id]?.advance(position) ?? [] {
          network.append((message, id, receiver))
        }
      } else {
        break
      }
    }
    return nodes.values.map(\.values).reduce([:]) { $0.merging($1) { first, _ in first } }
      .filter { $0.value != 0 }
  }
}

extension [CalvinPosition] {
  fileprivate func shuffledBy(seed: UInt64) -> [CalvinPosition] {
    var random = RandomSource(seed: seed)
    return random.shuffled(self)
  }
}
