import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Consensus by coin")
struct BenOrTests {
  /// Runs until all live nodes have decided; delivers in random order; nodes of `crashed` say
  /// nothing.
  private func run(bits: [Bool], crashed: Int, seed: UInt64) -> [BenOr] {
    var random = RandomSource(seed: seed)
    let ids = bits.indices.map { NodeID(UInt32($0 + 1)) }
    var nodes = bits.map { BenOr(value: $0, nodes: ids, crashes: (ids.count - 1) / 2) }
    let live = crashed..<nodes.count
    var letters: [(from: Int, to: Int, BenOr.Message)] = []
    for sender in live {
      let first = nodes[sender].start()
      letters += live.map { (sender, $0, first) }
    }
    for _ in 0..<20_000 {
      if nodes[live].allSatisfy({ $0.decision != nil }) { break }
      let (from, to, message) = letters.remove(at: random.index(below: letters.count))
      for sent in nodes[to].receive(message, from: ids[from], coin: &random) {
        letters += live.map { (to, $0, sent) }
      }
    }
    return Array(nodes[live])
  }

  @Test
  func `who has not begun says nothing, and messages of rounds to come are counted once each`() {
    var node = BenOr(value: true, nodes: five, crashes: 2)
    var coin = RandomSource(seed: 1)
    for sender in five {
      #expect(node.receive(.report(round: 0, true), from: sender, coin: &coin).isEmpty)
    }
    var other = BenOr(value: true, nodes: five, crashes: 2)
    _ = other.start()
    for round in 5...6 {
      _ = other.receive(.report(round: round, true), from: five[0], coin: &coin)
      _ = other.receive(.proposal(round: round, nil), from: five[1], coin: &coin)
    }
    #expect(other.keptCount == 4)
  }

  @Test func `what comes before a node begins counts when it does`() {
    var node = BenOr(value: true, nodes: five, crashes: 2)
    var coin = RandomSource(seed: 1)
    #expect(node.round == 0)
    for sender in five[1...2] {
      #expect(node.receive(.report(round: 1, true), from: sender, coin: &coin).isEmpty)
    }
    let own = node.start()
    #expect(own == .report(round: 1, true) && node.keptCount == 2)
    #expect(
      node.receive(own, from: five[0], coin: &coin) == [.proposal(round: 1, true)])
  }

  @Test(arguments: [(3, 0), (3, 1), (4, 1), (5, 2)])
  func `all live nodes decide the same`(size: Int, crashed: Int) {
    for seed in 1...60 {
      var random = RandomSource(seed: UInt64(seed) &* 977)
      let bits = (0..<size).map { _ in random.chance(1, in: 2) }
      let nodes = run(bits: bits, crashed: crashed, seed: UInt64(seed))
      let decisions = Set(nodes.map(\.decision))
      #expect(decisions == [true] || decisions == [false], "seed \(seed)")
    }
  }

  /// A coin of which one knows how it falls.
  private struct Coin: RandomNumberGenerator {
    var tosses: [Bool]
    var tossed = 0

    mutating func next() -> UInt64 {
      defer { tossed += 1 }
      return tosses[tossed % tosses.count] ? .max : 0
    }
  }

  private let five = (1...5).map { NodeID(UInt32($0)) }

  @Test func `every round has a toss of its own, also when one message ends several`() {
    var node = BenOr(value: true, nodes: five, crashes: 2)
    var coin = Coin(tosses: [true, false, true])
    _ = node.start()
    // Three others are far ahead and undecided; what they said in three rounds comes first.
    for round in 1...3 {
      for sender in five[1...3] {
        _ = node.receive(.proposal(round: round, nil), from: sender, coin: &coin)
        guard round > 1 || sender != five[3] else { continue }
        _ = node.receive(.report(round: round, sender == five[1]), from: sender, coin: &coin)
      }
    }
    #expect(node.round == 1 && coin.tossed == 0)
    let sent = node.receive(.report(round: 1, false), from: five[3], coin: &coin)
    #expect(node.round == 4 && coin.tossed == 3)
    let reports = sent.compactMap { message -> Bool? in
      if case .report(_, let bit) = message { bit } else { nil }
    }
    #expect(reports == [true, false, true])
  }

  @Test func `a majority of those heard is no majority`() {
    var node = BenOr(value: true, nodes: five, crashes: 2)
    var coin = Coin(tosses: [false])
    _ = node.start()
    _ = node.receive(.report(round: 1, true), from: five[0], coin: &coin)
    _ = node.receive(.report(round: 1, true), from: five[1], coin: &coin)
    // Two of three, but not three of five: the two not heard may say the opposite.
    let sent = node.receive(.report(round: 1, false), from: five[2], coin: &coin)
    #expect(sent == [.proposal(round: 1, nil)])
  }

  @Test func `a bit that too few proposed is held, not decided`() {
    var node = BenOr(value: false, nodes: five, crashes: 2)
    var coin = Coin(tosses: [false])
    _ = node.start()
    for sender in five[0...2] {
      _ = node.receive(.report(round: 1, sender != five[0]), from: sender, coin: &coin)
    }
    for (sender, bit) in zip(five, [true, true, nil]) {
      _ = node.receive(.proposal(round: 1, bit), from: sender, coin: &coin)
    }
    #expect(node.round == 2 && node.value && node.decision == nil)
    #expect(coin.tossed == 0)
  }

  @Test func `what was said in rounds that are over is not kept`() {
    var node = BenOr(value: true, nodes: five, crashes: 2)
    var coin = RandomSource(seed: 1)
    _ = node.start()
    for round in 1...200 {
      for sender in five {
        _ = node.receive(.report(round: round, sender < five[2]), from: sender, coin: &coin)
      }
      for sender in five {
        _ = node.receive(.proposal(round: round, nil), from: sender, coin: &coin)
      }
    }
    #expect(node.round == 201)
    #expect(node.keptCount == 0)
    _ = node.receive(.report(round: .min, true), from: five[0], coin: &coin)
    #expect(node.keptCount == 0)
  }

  @Test func `what all began with is decided in the first round`() {
    for seed in 1...30 {
      for bit in [true, false] {
        let nodes = run(bits: Array(repeating: bit, count: 5), crashed: 2, seed: UInt64(seed))
        #expect(nodes.allSatisfy { $0.decision == bit })
      }
    }
  }
}
