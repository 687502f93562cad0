import Clusters
import ExerciseKit
import Simulation
import Solutions
import Testing

private let ids = (1...3).map { NodeID($0) }
private let (n1, n2, n3) = (ids[0], ids[1], ids[2])
private let seeds = UInt64(1)...20

@Suite("Replicated types by operations")
struct OperationTypesTests {
  // MARK: The values

  @Test func `a counter goes up and down, and ends at the largest number`() {
    var counter = OperationCounter()
    for amount in [5, -7, 3] as [Int64] { counter.apply(amount) }
    #expect(counter.value == 1)
    for amount in [Int64.max, .max, .max, .min, .min] { counter.apply(amount) }
    #expect(counter.value == 0, "each sum ends where an Int64 does")
    var full = OperationCounter()
    for amount in [Int64.max, .max, 2] { full.apply(amount) }
    #expect(full.value == .max)
    full.apply(-1)
    #expect(full.value == .max - 1)
  }

  @Test func `the order of operations makes no difference to a counter, also at its end`() {
    for seed in UInt64(1)...20 {
      var random = RandomSource(seed: seed)
      let amounts = (0..<6).map { _ in
        random.element(of: [1, -1, .max, .min, .max - 1, 7]) ?? 0 as Int64
      }
      var (forth, shuffled) = (OperationCounter(), OperationCounter())
      for amount in amounts { forth.apply(amount) }
      for amount in random.shuffled(amounts) { shuffled.apply(amount) }
      #expect(forth == shuffled)
    }
  }

  @Test func `an add wins over a remove that has not seen it, and nothing stays of what is gone`() {
    var (here, there) = (OperationSet<String>(replica: n1), OperationSet<String>(replica: n2))
    let first = here.adding("milk")
    here.apply(first)
    there.apply(first)
    let remove = there.removing("milk")
    let second = here.adding("milk")
    #expect(first != second)
    here.apply(second)
    here.apply(remove)
    there.apply(remove)
    #expect(there.elements.isEmpty && there.dotCount == 0)
    there.apply(second)
    #expect(here.elements == ["milk"] && there.elements == ["milk"])
    #expect(here.dotCount == 1)
  }

  @Test func `twice is once for a set in order, and a counter counts twice`() {
    var (set, counter) = (OperationSet<String>(replica: n1), OperationCounter())
    let add = set.adding("milk")
    for _ in 1...2 {
      set.apply(add)
      counter.apply(4)
    }
    #expect(set.dotCount == 1)
    #expect(counter.value == 8)
    set.apply(set.removing("milk"))
    #expect(set.elements.isEmpty)
    set.apply(add)
    #expect(set.elements == ["milk"], "out of order it is not")
  }

  @Test func `a remove that overtakes its add leaves the element for ever`() {
    var (here, there) = (OperationSet<String>(replica: n1), OperationSet<String>(replica: n2))
    let add = here.adding("milk")
    here.apply(add)
    let remove = here.removing("milk")
    here.apply(remove)
    there.apply(remove)
    there.apply(add)
    #expect(here.elements.isEmpty && there.elements == ["milk"])
  }

  // MARK: The delivery

  private func counters(
    seed: UInt64, emptiesDisks: Bool = false
  ) -> FaultyRun<OperationNode<JudgedCounter>> {
    var faults = FaultyRun<OperationNode<JudgedCounter>>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = FaultyRun<OperationNode<JudgedCounter>>(ids, faults: faults, seed: seed) {
      OperationNode($0, of: ids, empty: JudgedCounter(), stored: $1)
    }
    var count = 0
    run.wander(steps: 400) { _, _, choice in
      guard choice < 200 else { return choice < 600 ? .resend : nil }
      count += 1
      return .wish(.init(number: count, amount: Int64(choice % 21) - 10))
    }
    run.settleAll(.resend)
    return run
  }

  private func agrees(_ run: FaultyRun<OperationNode<JudgedCounter>>) -> Bool {
    let values = run.nodes.map(\.replica.value)
    return run.seen.isEmpty && Set(values.map(\.amounts)).count == 1
      && values.allSatisfy { $0.isRight && $0.isCausal }
  }

  @Test func `every operation counts once, after its causes, everywhere`() {
    var count = 0
    for seed in seeds {
      let run = counters(seed: seed)
      #expect(agrees(run), "seed \(seed)")
      #expect(run.nodes.allSatisfy { $0.replica.stored.outbox.isEmpty }, "all is acknowledged")
      count += run.nodes[0].replica.value.amounts.count
    }
    #expect(count > 100)
    #expect(seeds.contains { !agrees(counters(seed: $0, emptiesDisks: true)) })
  }

  private func sets(seed: UInt64) -> FaultyRun<OperationNode<JudgedSet>> {
    var run = FaultyRun<OperationNode<JudgedSet>>(ids, seed: seed) {
      OperationNode($0, of: ids, empty: JudgedSet(replica: $0), stored: $1)
    }
    var count = 0
    run.wander(steps: 400) { _, _, choice in
      count += 1
      return wish(choice, count).map { .wish($0) } ?? (choice < 700 ? .resend : nil)
    }
    run.settleAll(.resend)
    return run
  }

  private func wish(_ choice: Int, _ count: Int) -> JudgedSet.Wish? {
    let element = ["milk", "bread"][choice % 2]
    switch choice {
    case ..<150: return .add(element, number: count)
    case ..<280: return .remove(element)
    default: return nil
    }
  }

  @Test func `a set is what its history says, in every step and everywhere`() {
    var elements = 0
    for seed in seeds {
      let run = sets(seed: seed)
      let values = run.nodes.map(\.replica.value)
      #expect(run.seen.isEmpty, "seed \(seed)")
      #expect(Set(values.map(\.set.elements)).count == 1 && values.allSatisfy(\.isRight))
      #expect(Set(values.map(\.removed)).count == 1)
      elements += values[0].set.elements.count
    }
    #expect(elements > 5)
  }

  // MARK: Without the delivery

  private func bare<Value: JudgedValue>(
    _ seed: UInt64, losses: Int = 0, copies: Int = 0, _ make: @escaping @Sendable (NodeID) -> Value,
    wish: (Int) -> Value.Wish?
  ) -> [Value] {
    var faults = FaultyRun<BareNode<Value>>.Faults.none
    (faults.losses, faults.copies) = (losses, copies)
    // With five, more is sent than arrives, so that messages overtake each other.
    let five = (1...5).map { NodeID($0) }
    var run = FaultyRun<BareNode<Value>>(five, faults: faults, seed: seed) { id, stored in
      BareNode(others: five.filter { $0 != id }, value: stored ?? make(id))
    }
    run.wander(steps: 200) { _, _, choice in wish(choice).map { .wish($0) } }
    run.faults = .none
    run.settle()
    return run.nodes.map(\.value)
  }

  @Test func `without exactly one delivery a counter is wrong: with a copy, and with a loss`() {
    func areRight(_ seed: UInt64, losses: Int, copies: Int) -> Bool {
      var count = 0
      let values = bare(seed, losses: losses, copies: copies, { _ in JudgedCounter() }) {
        guard $0 < 300 else { return nil }
        count += 1
        return JudgedCounter.Wish(number: count, amount: 1)
      }
      return values.allSatisfy(\.isRight) && Set(values.map(\.amounts)).count == 1
    }
    #expect(seeds.allSatisfy { areRight($0, losses: 0, copies: 0) }, "any order is good")
    #expect(seeds.contains { !areRight($0, losses: 0, copies: 100) })
    #expect(seeds.contains { !areRight($0, losses: 100, copies: 0) })
  }

  @Test func `without causal order a set is wrong, although nothing is lost or doubled`() {
    let wrong = seeds.filter { seed in
      var count = 0
      let values = bare(seed, { JudgedSet(replica: $0) }) { choice in
        count += 1
        return wish(choice % 280, count)
      }
      return !values.allSatisfy(\.isRight)
    }
    #expect(!wrong.isEmpty)
  }

  // MARK: Every run within bounds

  private typealias Search = EveryRun<OperationNode<JudgedSet>>

  private func search(
    _ happenings: [Search.Happening], nodes: [NodeID], stops: Int
  ) -> (extent: Search.Extent, isRight: Bool, rests: Int) {
    var search = Search(nodes, happenings: happenings, stops: stops) { id, stored in
      OperationNode(id, of: nodes, empty: JudgedSet(replica: id), stored: stored)
    }
    var (isRight, rests) = (true, 0)
    let extent = search.explore(limit: 40_000) { moment in
      let values = moment.nodes.map(\.replica.value)
      isRight = isRight && values.allSatisfy(\.isRight)
      if moment.isAtRest {
        rests += 1
        isRight =
          isRight && Set(values.map(\.set.elements)).count == 1
          && Set(values.map(\.removed)).count == 1
      }
      return isRight
    }
    return (extent, isRight, rests)
  }

  @Test func `an add, a remove and another add, in every order at three replicas`() {
    let found = search(
      [
        .init(.wish(.add("milk", number: 1)), at: n1), .init(.wish(.remove("milk")), at: n2),
        .init(.wish(.add("milk", number: 2)), at: n3),
      ], nodes: ids, stops: 0)
    #expect(found.extent.isComplete && found.isRight && found.rests > 0)
  }

  @Test func `with a stop between any two effects`() {
    let found = search(
      [
        .init(.wish(.add("milk", number: 1)), at: n1), .init(.wish(.remove("milk")), at: n2),
        .init(.resend, at: n1, isOnce: false), .init(.resend, at: n2, isOnce: false),
      ], nodes: [n1, n2], stops: 2)
    #expect(found.extent.isComplete && found.isRight && found.rests > 0)
  }

  // MARK: Single steps

  private typealias Replica = OperationReplica<OperationCounter>

  private func replica(_ stored: Replica.Stored = .init(value: OperationCounter())) -> Replica {
    Replica(id: n1, peers: ids, stored: stored)
  }

  private func operations(_ outputs: [Replica.Output]) -> [(Int64, NodeID)] {
    outputs.compactMap {
      if case .send(.operation(let message), let peer) = $0 { (message.payload, peer) } else { nil }
    }
  }

  @Test
  func `an operation is sent again until each peer has acknowledged it, also after a restart`() {
    var counter = replica()
    _ = counter.receive(.acknowledged(1), from: n2)
    #expect(operations(counter.perform(5)).map(\.1) == [n2, n3])
    #expect(operations(counter.resend()).map(\.1) == [n2, n3], "nothing had been sent that n2 has")
    _ = counter.perform(6)
    _ = counter.receive(.acknowledged(1), from: n2)
    #expect(operations(counter.resend()).map(\.0) == [6, 5, 6])
    _ = counter.receive(.acknowledged(0), from: n2)
    #expect(operations(counter.resend()).map(\.0) == [6, 5, 6], "an old word takes nothing back")
    #expect(counter.stored.outbox.count == 2)
    // More than was ever sent is nothing.
    _ = counter.receive(.acknowledged(3), from: n3)
    _ = counter.receive(.acknowledged(.max), from: n3)
    _ = counter.receive(.acknowledged(2), from: NodeID(9))
    #expect(counter.stored.outbox.count == 2)
    #expect(operations(counter.resend()).map(\.0) == [6, 5, 6])
    counter = replica(counter.stored)
    #expect(operations(counter.resend()).map(\.0) == [5, 6, 5, 6])
    _ = counter.receive(.acknowledged(2), from: n2)
    _ = counter.receive(.acknowledged(1), from: n3)
    #expect(operations(counter.resend()).map(\.0) == [6])
    _ = counter.receive(.acknowledged(2), from: n3)
    #expect(counter.stored.outbox.isEmpty && counter.resend().isEmpty)
  }

  @Test
  func `what has come is on the disk before it is acknowledged, and known things are not written`()
  {
    var (sender, receiver) = (replica(), Replica(id: n2, peers: ids, stored: replica().stored))
    guard case .send(let message, _) = sender.perform(5).last else { return }
    let first = receiver.receive(message, from: n1)
    guard case .persist(let stored) = first.first, case .send(.acknowledged(1), n1) = first.last
    else {
      Issue.record("\(first)")
      return
    }
    #expect(stored.value.value == 5)
    let second = receiver.receive(message, from: n1)
    guard case .send(.acknowledged(1), n1) = second.first else {
      Issue.record("\(second)")
      return
    }
    #expect(second.count == 1)
    #expect(receiver.receive(message, from: n3).isEmpty, "another's message")
    #expect(receiver.receive(message, from: NodeID(9)).isEmpty, "a stranger")
    #expect(receiver.value.value == 5)
  }

  @Test func `what waits for another is not acknowledged, and nothing is written for it`() {
    var (sender, receiver) = (replica(), Replica(id: n2, peers: ids, stored: replica().stored))
    var messages: [Replica.Message] = []
    for amount in [5, 6] as [Int64] {
      if case .send(let message, _) = sender.perform(amount).last { messages.append(message) }
    }
    let waiting = receiver.receive(messages[1], from: n1)
    guard case .send(.acknowledged(0), n1) = waiting.first else {
      Issue.record("\(waiting)")
      return
    }
    #expect(waiting.count == 1 && receiver.value.value == 0)
    let both = receiver.receive(messages[0], from: n1)
    guard case .persist(let stored) = both.first, case .send(.acknowledged(2), n1) = both.last
    else {
      Issue.record("\(both)")
      return
    }
    #expect(stored.value.value == 11)
  }
}

extension FaultyRun {
  /// Ends the faults, and gives every node an input a few times, with time for what comes of it.
  mutating func settleAll(_ input: Node.Input) {
    faults = .none
    for _ in 1...4 {
      for id in ids { give(input, to: id) }
      settle()
    }
  }
}
