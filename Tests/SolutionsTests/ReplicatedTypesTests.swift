import ExerciseKit
import Simulation
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)
private let replicas = [n1, n2, n3]

/// States that three replicas go through while they update and merge at random.
private func states<State: Mergeable>(
  seed: UInt64, _ make: (NodeID) -> State, update: (inout State, inout RandomSource) -> Void
) -> [State] {
  var random = RandomSource(seed: seed)
  var current = replicas.map(make)
  var met = current
  for _ in 0..<12 {
    let replica = random.index(below: 3)
    if random.chance(1, in: 3) {
      current[replica].merge(met[random.index(below: met.count)])
    } else {
      update(&current[replica], &random)
    }
    met.append(current[replica])
  }
  return met
}

@Suite("Replicated data types")
struct ReplicatedTypesTests {
  private typealias Register = LWWRegister<String, LamportStamp>

  @Test func `whatever number is drawn, the partner is another, and each is drawn`() {
    for size in 2...4 {
      for offset in 0..<20 {
        var states = Array(repeating: GCounter(replica: NodeID(1)), count: size)
        let receivers = GossipRound.run(over: &states) { _ in offset }.map(\.receiver)
        let expected = (0..<size).map { ($0 + 1 + offset % (size - 1)) % size }
        #expect(receivers == expected && zip(receivers, 0..<size).allSatisfy { $0 != $1 })
      }
    }
  }

  @Test func `in a round of gossip each sends to the partner that was drawn, never to itself`() {
    for size in 1...5 {
      let fresh = (0..<size).map { GCounter(replica: NodeID(UInt32($0 + 1))) }
      for draw in 0..<max(1, size - 1) {
        var states = fresh
        let exchanges = GossipRound.run(over: &states) { ($0 + draw) % max(1, size - 1) }
        #expect(exchanges.count == (size > 1 ? size : 0))
        for exchange in exchanges {
          let places = 1 + (exchange.sender + draw) % (size - 1)
          #expect(exchange.receiver == (exchange.sender + places) % size)
          #expect(exchange.receiver != exchange.sender)
        }
      }
    }
  }

  @Test(arguments: UInt64(0)..<12)
  func `merges obey the three laws`(_ seed: UInt64) {
    let counters = states(seed: seed, GCounter.init) {
      $0.increment(by: UInt64($1.index(below: 3)))
    }
    #expect(MergeLaws.violation(among: counters) == nil)
    let signed = states(seed: seed, PNCounter.init) { $0.add(Int64($1.index(below: 7)) - 3) }
    #expect(MergeLaws.violation(among: signed) == nil)
    let sets = states(seed: seed, CompactORSet<Int>.init) { set, random in
      let element = random.index(below: 2)
      if random.chance(1, in: 3) { set.remove(element) } else { set.add(element) }
    }
    #expect(MergeLaws.violation(among: sets) == nil)
    var counter: UInt64 = 0
    let registers = states(seed: seed, { _ in Register() }) { register, random in
      counter += 1
      register.write("v\(counter)", at: LamportStamp(counter: counter % 5 * 10 + counter, node: n1))
    }
    #expect(MergeLaws.violation(among: registers) == nil)
  }

  @Test func `counters stop at the largest number, whatever a state brings`() {
    var counter = GCounter(replica: n1, slots: [n1: .max, n2: .max, n3: 5])
    #expect(counter.value == .max)
    counter.increment()
    #expect(counter[n1] == .max)
    var signed = PNCounter(replica: n1)
    signed.add(.max)
    signed.add(.max)
    #expect(signed.value == .max)
    for _ in 1...2 { signed.add(.min) }
    #expect(signed.value == 0, "both halves count up to the largest number")
    var other = PNCounter(replica: n2)
    other.add(.min)
    other.merge(signed)
    other.add(3)
    #expect(other.value == 0)
  }

  @Test func `a tag at the largest counter stops no client`() {
    var writer = RegisterClient(id: n1, replicas: replicas)
    _ = writer.startWrite(op: 1, "x")
    let made = WriteTag(counter: .max, writer: n2)
    _ = writer.handle(.state(op: 1, from: n1, made, nil))
    let next = writer.handle(.state(op: 1, from: n2, made, nil)).next
    #expect(next == .store(op: 1, WriteTag(counter: .max, writer: n1), "x"))
  }

  /// A merge that is no merge: the laws must notice.
  private struct Sum: Mergeable, Equatable {
    var value: Int
    mutating func merge(_ other: Sum) { value += other.value }
  }

  private struct Newest: Mergeable, Equatable {
    var value: Int
    mutating func merge(_ other: Newest) { value = other.value }
  }

  /// Each beats one of the two others, so that the grouping decides who is left.
  private struct Winner: Mergeable, Equatable {
    var value: Int
    mutating func merge(_ other: Winner) {
      if other.value == (value + 1) % 3 { value = other.value }
    }
  }

  @Test func `the laws notice what breaks them`() {
    let winner = MergeLaws.violation(among: (0..<3).map(Winner.init))
    #expect(winner?.law == .associative && winner?.states == [0, 1, 2])
    let sum = MergeLaws.violation(among: [Sum(value: 0), Sum(value: 2)])
    #expect(sum?.law == .idempotent && sum?.states == [1])
    let newest = MergeLaws.violation(among: [Newest(value: 1), Newest(value: 2)])
    #expect(newest?.law == .commutative && newest?.states == [0, 1])
  }

  @Test func `the counter of the figure counts ten`() {
    var merged = GCounter(replica: n1, slots: [n1: 5])
    merged.merge(GCounter(replica: n2, slots: [n2: 3]))
    merged.merge(GCounter(replica: n3, slots: [n3: 2]))
    merged.merge(GCounter(replica: n2, slots: [n2: 3]))
    #expect(merged.value == 10)
    #expect(replicas.map { merged[$0] } == [5, 3, 2])
  }

  @Test func `two replicas with one name lose counts`() {
    var one = GCounter(replica: n1)
    var other = GCounter(replica: n1)
    one.increment()
    other.increment()
    one.merge(other)
    #expect(one.value == 1)
  }

  @Test func `a counter that goes down keeps decrements through merges and may be overdrawn`() {
    var one = PNCounter(replica: n1)
    one.add(100)
    var other = PNCounter(replica: n2)
    other.merge(one)
    let old = one
    one.add(-100)
    one.merge(old)
    #expect(one.value == 0)
    other.add(-100)
    #expect(other.value == 0)
    one.merge(other)
    #expect(one.value == -100)
  }

  @Test func `the larger stamp wins and the other write is gone`() {
    var phone = Register()
    var laptop = Register()
    phone.write("milk", at: LamportStamp(counter: 1, node: n1))
    laptop.write("eggs", at: LamportStamp(counter: 1, node: n2))
    var merged = phone
    merged.merge(laptop)
    laptop.merge(phone)
    #expect(merged == laptop)
    #expect(merged.value == "eggs")
    let isLate = merged.write("bread", at: LamportStamp(counter: 1, node: n1))
    #expect(!isLate)
  }

  @Test func `the compact set answers as the one that remembers everything`() {
    for seed in UInt64(0)..<60 {
      var random = RandomSource(seed: seed)
      var full = replicas.map { ORSet<Int>(replica: $0) }
      var compact = replicas.map { CompactORSet<Int>(replica: $0) }
      for _ in 0..<40 {
        let (replica, element) = (random.index(below: 3), random.index(below: 3))
        switch random.index(below: 4) {
        case 0, 1:
          #expect(full[replica].add(element) == compact[replica].add(element))
        case 2:
          let observed = full[replica].remove(element)
          #expect(compact[replica].remove(element).isSubset(of: observed))
        default:
          let from = random.index(below: 3)
          full[replica].merge(full[from])
          compact[replica].merge(compact[from])
        }
        #expect(full[replica].elements == compact[replica].elements, "seed \(seed)")
        for element in 0..<3 {
          #expect(full[replica].contains(element) == compact[replica].contains(element))
        }
        // At most one live add per element and replica, and one counter per replica.
        #expect(compact[replica].metadataCount <= compact[replica].elements.count * 3 + 3)
      }
    }
  }

  @Test func `a thousand adds and removes leave one counter`() {
    var set = CompactORSet<String>(replica: n1)
    for _ in 1...1000 {
      set.add("milk")
      set.remove("milk")
    }
    #expect(set.elements.isEmpty)
    #expect(set.metadataCount == 1)
  }

  @Test func `gossip spreads everything, and nobody writes to itself`() {
    for seed in UInt64(0)..<20 {
      var random = RandomSource(seed: seed)
      var counters = (1...8).map { number in
        GCounter(replica: NodeID(number), slots: [NodeID(number): UInt64(number)])
      }
      var rounds = 0
      while Set(counters.map(\.value)).count > 1, rounds < 60 {
        let exchanges = GossipRound.run(over: &counters) { _ in random.index(below: 7) }
        #expect(exchanges.allSatisfy { $0.sender != $0.receiver })
        rounds += 1
      }
      #expect(counters.allSatisfy { $0.value == 36 })
      #expect(rounds >= 3 && rounds < 30)
    }
  }
}
