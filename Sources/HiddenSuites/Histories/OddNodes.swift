import Simulation

/// Nodes whose numbers are not small, not close together and not in order: a node's number carries no
/// meaning beyond identity and a fixed order.
enum OddNodes {
  /// Numbers at which something narrower than 32 bits, or a table of fixed size, goes wrong.
  static let boundaries: [UInt32] = [
    0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 128, 255, 256, 257, 1023, 1024, 65_535, 65_536, 65_537,
    1 << 31 - 1, 1 << 31, 1 << 31 + 1, .max - 1, .max,
  ]

  /// Nodes that some narrower number cannot tell apart or cannot hold, group by group.
  static let groups: [[Int]] =
    [
      [1, 2, 3, 4, 5],
      [257, 1, 65_537],
      [64, 63, 65, 1],
      [.max, 1 << 31, 1],
      [6, 5, 4, 3, 2, 1],
      [0, 256, 65_536],
      [128, 127, 1 << 31 + 1, 1],
      [1024, 255, .max - 1],
    ].map { (numbers: [UInt32]) in numbers.map { Int($0) - 1 } }

  /// Nodes whose numbers are one and the same in fewer bits.
  static let twins: [Int] = ([1, 1 << 31 + 1, 65_537, 257, 129, 65] as [UInt32]).map { Int($0) - 1 }

  /// So many different nodes, some of them at a boundary, the others anywhere.
  static func draw(_ count: Int, random: inout RandomSource) -> [Int] {
    var nodes: [Int] = []
    while nodes.count < count {
      let number =
        random.chance(1, in: 2)
        ? boundaries[random.index(below: boundaries.count)]
        : UInt32(truncatingIfNeeded: random.next() >> UInt64(random.index(below: 32)))
      if !nodes.contains(Int(number) - 1) { nodes.append(Int(number) - 1) }
    }
    return nodes
  }
}
