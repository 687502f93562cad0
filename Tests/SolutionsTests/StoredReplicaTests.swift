import ExerciseKit
import Simulation
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let names = [NodeID(7), NodeID(300), NodeID(.max)]

/// Replicas that store what they know, through random updates, merges of states of any age, and restarts.
@Suite("Replicas that start again")
struct StoredReplicaTests {
  /// Lets three replicas live, and then merges all into all.
  private func lives<Replica: StoredReplica & Mergeable>(
    _: Replica.Type, seed: UInt64, update: (inout Replica, inout RandomSource) -> Void
  ) -> (met: [Replica], last: [Replica]) {
    var random = RandomSource(seed: seed)
    var replicas = names.map { Replica(replica: $0, stored: nil) }
    var met = replicas
    for _ in 0..<60 {
      let place = random.index(below: 3)
      switch random.index(below: 4) {
      case 0: replicas[place].merge(met[random.index(below: met.count)])
      case 1:
        replicas[place] = Replica(replica: names[place], stored: replicas[place].stored)
      default: update(&replicas[place], &random)
      }
      met.append(replicas[place])
    }
    var last = replicas
    for place in last.indices { for other in replicas { last[place].merge(other) } }
    return (met, last)
  }

  @Test(arguments: UInt64(0)..<12)
  func `registers agree, and no tag is used twice`(seed: UInt64) {
    var tags: [WriteTag] = []
    let (_, last) = lives(StampingRegister<Int>.self, seed: seed) { register, random in
      let value = random.chance(1, in: 4) ? nil : random.index(below: 100)
      if let tag = register.write(value, clock: UInt64(random.index(below: 30))) {
        tags.append(tag)
      }
    }
    #expect(Set(tags).count == tags.count)
    #expect(Set(last.map(\.stored)).count == 1)
    #expect(last[0].stored.tag == tags.max())
  }

  @Test func `after the largest counter nothing is written`() {
    var register = StampingRegister<Int>(replica: n1, stored: nil)
    #expect(register.write(1, clock: .max)?.counter == .max)
    #expect(register.write(2, clock: .max) == nil)
    #expect(register.value == 1)
  }

  @Test(arguments: UInt64(0)..<12)
  func `sets without tombstones are as sets with them`(seed: UInt64) {
    let (met, last) = lives(CompactORSet<Int>.self, seed: seed) { set, random in
      let element = random.index(below: 3)
      if random.chance(1, in: 3) { set.remove(element) } else { set.add(element) }
    }
    #expect(Set(last.map(\.stored)).count == 1)
    #expect(met.allSatisfy { $0.metadataCount <= 3 + $0.stored.dots.count })
  }

  @Test(arguments: UInt64(0)..<12)
  func `carts agree`(seed: UInt64) {
    let (_, last) = lives(PNCart.self, seed: seed) { cart, random in
      let (item, amount) = ("\(random.index(below: 2))", UInt32(random.index(below: 5)))
      switch random.index(below: 5) {
      case 0: cart.remove(item)
      case 1, 2: _ = cart.take(item, amount)
      default: cart.add(item, amount)
      }
    }
    #expect(Set(last.map(\.stored)).count == 1)
  }

  @Test func `two who take the last one leave a debt, and a removal clears it`() {
    var first = PNCart(replica: n1, stored: nil)
    first.add("egg", 1)
    var second = PNCart(replica: n2, stored: nil)
    second.merge(first)
    #expect(first.take("egg", 1) && second.take("egg", 1))
    first.merge(second)
    first.add("egg", 3)
    #expect(first.quantity(of: "egg") == 2)
    second.merge(first)
    second.remove("egg")
    second.add("egg", 1)
    #expect(second.quantity(of: "egg") == 1)
    #expect(second.items == ["egg"])
  }

  /// Nodes write, ask each other with limits, take in answers that were meant for others, and restart.
  @Test(arguments: UInt64(0)..<12)
  func `what a digest names is held, and in the end by all`(seed: UInt64) {
    var random = RandomSource(seed: seed)
    var nodes = names.map { GossipStore<Int>(replica: $0, stored: nil) }
    var written: [NodeID: [(key: String, value: Int)]] = [:]
    var answers: [GossipAnswer<Int>] = []
    for step in 0..<200 {
      let (place, other) = (random.index(below: 3), random.index(below: 3))
      switch random.index(below: 5) {
      case 0, 1:
        let key = "k\(random.index(below: 3))"
        written[names[place], default: []].append((key, step))
        #expect(nodes[place].write(key, step) == UInt64(written[names[place]]?.count ?? 0))
      case 2:
        answers.append(
          nodes[other].answer(to: nodes[place].digest(), limit: random.index(below: 4)))
      case 3 where !answers.isEmpty:
        nodes[place].receive(answers[random.index(below: answers.count)])
      default:
        nodes[place] = GossipStore(replica: names[place], stored: nodes[place].stored)
      }
      for (origin, version) in nodes[place].digest() {
        // What was written over since may be missing, and nothing else.
        let all = written[origin] ?? []
        for (index, write) in all.prefix(Int(version)).enumerated()
        where !all[(index + 1)...].contains(where: { $0.key == write.key }) {
          #expect(nodes[place].value(of: write.key, from: origin) == write.value)
        }
      }
    }
    for _ in 0..<3 {
      for place in nodes.indices {
        for other in nodes {
          nodes[place].receive(other.answer(to: nodes[place].digest(), limit: 9))
        }
      }
    }
    #expect(Set(nodes.map(\.stored)).count == 1)
  }

  @Test func `an answer that was meant for another leaves no hole`() {
    var first = GossipStore<Int>(replica: n1, stored: nil)
    first.write("a", 1)
    var second = GossipStore<Int>(replica: n2, stored: nil)
    second.receive(first.answer(to: second.digest(), limit: 9))
    first.write("b", 2)
    let answer = first.answer(to: second.digest(), limit: 9)
    var third = GossipStore<Int>(replica: NodeID(3), stored: nil)
    third.receive(answer)
    #expect(third.digest() == [:])
    third.receive(first.answer(to: third.digest(), limit: 1))
    third.receive(answer)
    #expect(third.value(of: "a", from: n1) == 1)
    #expect(third.value(of: "b", from: n1) == 2)
  }
}
