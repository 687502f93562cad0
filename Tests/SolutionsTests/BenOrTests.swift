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
      for sent in nodes[to].receive(message, from: ids[from], coin: random.chance(1, in: 2)) {
        letters += live.map { (to, $0, sent) }
      }
    }
    return Array(nodes[live])
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

  @Test func `what all began with is decided in the first round`() {
    for seed in 1...30 {
      for bit in [true, false] {
        let nodes = run(bits: Array(repeating: bit, count: 5), crashed: 2, seed: UInt64(seed))
        #expect(nodes.allSatisfy { $0.decision == bit })
      }
    }
  }
}
