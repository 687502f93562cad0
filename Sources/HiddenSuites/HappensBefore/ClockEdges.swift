// Counters and nodes at which a narrower number, a signed one or a floating-point one goes wrong: each
// power of two, and the node numbers that some table or some smaller integer cannot hold.

/// Pairs and scripts at the edges of what numbers can hold.
enum ClockEdges {
  private static let powers: [UInt64] = (1..<64).map { 1 << $0 }

  static let pairs: [ClockPair] =
    powers.map { ClockPair([$0 - 1], [$0]) }
    + OddNodes.boundaries.map { node in
      ClockPair(SparseClock(counts: [1]), SparseClock([.init(node: node, count: 2)]))
    }

  static let ticks: [ClockScript] =
    (powers.map { $0 - 1 } + [.max - 1]).map { count in
      let isLast = count == .max - 1
      return ClockScript(
        [.make("a", SparseClock(counts: [count])), .tick("a", 1)]
          + (isLast ? [] : [.tick("a", 1)]), reading: .atTheEnd)
    }
    + OddNodes.boundaries.map { node in
      ClockScript(
        [
          .make("a", SparseClock([.init(node: node, count: 1)])), .tick("a", node),
          .tick("a", node),
        ],
        reading: .atTheEnd)
    }
    + [
      // A zero that was written out is a zero.
      ClockScript([
        .make("a", SparseClock(counts: [0, 0, 0, 4])), .tick("a", 2), .tick("a", 3), .tick("a", 2),
      ]),
      // What counts operations, or makes room for a fixed number of nodes, comes to its end here.
      ClockScript(
        [.make("a", SparseClock())] + (0..<1_100).map { _ in .tick("a", 1) } + [
          .make("b", SparseClock(counts: [nil, 7])), .merge("b", into: "a"), .tick("a", 2),
        ], reading: .atTheEnd),
      ClockScript(
        [.make("a", SparseClock())] + (1...510).map { .tick("a", $0) }, reading: .atTheEnd),
    ]

  static let merges: [ClockScript] =
    powers.map { power in
      ClockScript(
        [
          .make("a", SparseClock(counts: [power - 1, power])),
          .make("b", SparseClock(counts: [power, power - 1])), .merge("b", into: "a"),
        ], reading: .atTheEnd)
    }
    + OddNodes.boundaries.map { node in
      ClockScript(
        [
          .make("a", SparseClock(counts: [2])),
          .make("b", SparseClock([.init(node: node, count: 3)])),
          .merge("b", into: "a"), .tick("a", node),
        ], reading: .atTheEnd)
    }
    + [
      ClockScript(
        [.make("a", SparseClock(counts: [1])), .make("b", SparseClock(counts: [2, 1]))]
          + (0..<120).flatMap { _ in [.tick("b", 2), .merge("b", into: "a")] as [ClockScript.Line] },
        reading: .atTheEnd),
      // The ticks that follow a merge are ticks like any other.
      ClockScript([
        .make("a", SparseClock(counts: [1, 2, 3])), .make("b", SparseClock(counts: [3, 2, 1, 4])),
        .merge("b", into: "a"), .tick("a", 1), .tick("a", 2), .tick("a", 3), .tick("a", 4),
        .tick("a", 3),
      ]),
    ]
}
