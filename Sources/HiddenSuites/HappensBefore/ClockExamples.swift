/// The clocks and scripts that the checks of `happens-before` look at.
enum ClockExamples {
  static let equalPairs: [ClockPair] = [
    ClockPair([], []),
    ClockPair([1], [1]),
    ClockPair([1, 2, 3], [1, 2, 3]),
    ClockPair([1, 0], [1]),
    ClockPair([1], [1, 0]),
    ClockPair([0], []),
    ClockPair([nil, 0, 2], [0, nil, 2]),
  ]

  /// Pairs in which a node that only one side names decides, in both directions.
  static let sparsePairs: [ClockPair] = [
    ClockPair([], [1]),
    ClockPair([1], [1, 1]),
    ClockPair([nil, 1], [1, 1]),
    ClockPair([2], [2, nil, 1]),
    ClockPair([1, nil, 1], [1, 3, 1]),
    ClockPair([0, 1], [nil, 1, 1]),
  ].flatMap { [$0, $0.mirrored] }

  /// A cart on two devices, three writers, a chain of messages, a like that saw no post.
  static let documentedPairs: [ClockPair] = [
    ClockPair([1, 0], [0, 1]),
    ClockPair([1, 0, 0], [1, 1, 0]),
    ClockPair([1, 1, 0], [1, 1, 1]),
    ClockPair([1, 0, 0], [1, 1, 1]),
    ClockPair([2, 0, 0], [1, 1, 1]),
    ClockPair([1, 0, 0], [2, 0, 0]),
    ClockPair([2, 0, 0], [1, 1, 0]),
    ClockPair([1, 0, 0], [0, 0, 1]),
    ClockPair([1, 1, 0], [0, 0, 1]),
    ClockPair([10, 5, 3], [8, 7, 3]),
    ClockPair([10, 5, 3], [9, 5, 4]),
    ClockPair([8, 7, 3], [9, 5, 4]),
    ClockPair([10, 5, 3], [11, 7, 4]),
    ClockPair([1, 2, 3], [1, 2, 3]),
  ]

  /// Counters whose sum, difference or sign no 64-bit integer can hold.
  static let largePairs: [ClockPair] =
    [
      ClockPair([.max, 1], [.max, 2]),
      ClockPair([.max, .max], [.max, .max]),
      ClockPair([.max, 0], [0, .max]),
      ClockPair([1 << 63], [1 << 63 - 1]),
      ClockPair([], [.max]),
      ClockPair([1], [1 << 32 + 2]),
      ClockPair([9_007_199_254_740_992], [9_007_199_254_740_993]),
    ].flatMap { [$0, $0.mirrored] } + ClockEdges.pairs

  /// Every clock of two nodes whose entries are missing, 0, 1 or 2, the simplest first.
  static let smallClocks: [SparseClock] = {
    let counts: [UInt64?] = [nil, 0, 1, 2]
    let all = counts.flatMap { second in counts.map { SparseClock(counts: [$0, second]) } }
    return all.enumerated().sorted { ($0.element.size, $0.offset) < ($1.element.size, $1.offset) }
      .map(\.element)
  }()

  /// What a clock is made with is read back, node by node.
  static let givenCounters: [ClockScript] = [1, 3, 8, 65, 500].map { size in
    let counts = (0..<size).map { UInt64($0 + 1) }
    let reads = size > 8 ? [1, size / 2, size] : Array(1...size)
    return ClockScript(
      [.make("a", SparseClock(counts: counts))] + reads.map { .read("a", UInt32($0)) },
      reading: .never)
  }

  static let readings: [ClockScript] = [
    ClockScript(.make("a", SparseClock())),
    ClockScript(.make("a", SparseClock(counts: [1]))),
    ClockScript(.make("a", SparseClock(counts: [0, 2]))),
    ClockScript(.make("a", SparseClock(counts: [nil, nil, 7]))),
    ClockScript(
      .make("a", SparseClock(counts: [1, 2, 3, 4, 5, 6, 7, 8])), .make("b", SparseClock()),
      .make("c", SparseClock(counts: [nil, 1]))),
  ]

  static let ticks: [ClockScript] = [
    ClockScript(.make("a", SparseClock(counts: [1, 2])), .tick("a", 1), .tick("a", 2)),
    ClockScript(.make("a", SparseClock()), .tick("a", 1), .tick("a", 1), .tick("a", 1)),
    ClockScript(.make("a", SparseClock(counts: [3])), .tick("a", 2), .tick("a", 9)),
    ClockScript(.make("a", SparseClock(counts: [0])), .tick("a", 1)),
    // Counters that a 32-bit integer and a double can no longer count on from.
    ClockScript(.make("a", SparseClock(counts: [4_294_967_295])), .tick("a", 1)),
    ClockScript(.make("a", SparseClock(counts: [9_007_199_254_740_992])), .tick("a", 1)),
  ]

  /// Ticks at the edges, for whoever gets the others right.
  static let oddTicks =
    [
      // The last that a signed one can hold.
      ClockScript(
        .make("a", SparseClock(counts: [9_223_372_036_854_775_807])), .tick("a", 1), .tick("a", 1)),
      // Nodes that a narrower number cannot hold, or keeps for something else.
      ClockScript(
        .make("a", SparseClock(counts: [1])), .tick("a", .max), .tick("a", 257), .tick("a", 0),
        .tick("a", 65_536)),
    ] + ClockEdges.ticks

  static let merges: [ClockScript] = [
    merging([1], [nil, 1]),
    merging([1, 0], [0, 1]),
    merging([2, 1], [1, 3]),
    merging([1], [3]),
    merging([3], [1]),
    merging([], [1, 2]),
    merging([1, 2], []),
    merging([10, 5, 3], [8, 7, 3]),
    merging([10, 7, 3], [9, 5, 4]),
    merging([1, 1], [1, 1]),
    merging([4, nil, 2], [nil, 1, 2]),
  ]

  /// Merges of counters at the edges, for whoever gets the others right.
  static let largeMerges =
    [
      merging([.max, 1 << 63], [1 << 63 - 1, .max - 1]),
      merging([9_007_199_254_740_992], [9_007_199_254_740_993]),
    ] + ClockEdges.merges

  /// Merges in both directions, twice, and with what a clock was before.
  private static func merging(_ left: [UInt64?], _ right: [UInt64?]) -> ClockScript {
    ClockScript(
      .make("a", SparseClock(counts: left)), .make("b", SparseClock(counts: right)),
      .make("c", SparseClock(counts: left)), .merge("b", into: "a"), .merge("b", into: "a"),
      .merge("c", into: "b"), .merge("a", into: "c"))
  }

  /// Two copies of clocks of few and many entries, each changed in every way beside the other.
  static let copies: [ClockScript] =
    plainCopies
    + [0, 1, 2, 25].flatMap { size in
      let clock = SparseClock(counts: (0..<size).map { UInt64($0 + 1) })
      let changes: [ClockScript.Line] = [
        .tick("", 1), .tick("", 90), .merge("b", into: ""), .merge("a", into: ""), .tick("", 2),
      ]
      return zip(changes, changes.dropFirst() + changes.prefix(1)).flatMap { change, other in
        [("a", "c"), ("c", "a")].map { first, second in
          ClockScript(
            [
              .make("a", clock), .make("b", SparseClock(counts: [nil, 9, 9])), .copy("a", to: "c"),
              change.of(first), other.of(second), .tick(first, 3),
            ], reading: .atTheEnd)
        }
      }
    }

  private static let plainCopies: [ClockScript] = [
    ClockScript(
      .make("a", SparseClock(counts: [1])), .copy("a", to: "b"), .tick("b", 1), .tick("a", 2),
      .tick("b", 3)),
    ClockScript(
      .make("a", SparseClock(counts: [1])), .make("b", SparseClock(counts: [nil, 2])),
      .copy("a", to: "c"), .merge("b", into: "a"), .tick("a", 2), .tick("b", 3)),
    ClockScript(
      .make("a", SparseClock()), .make("b", SparseClock(counts: [1, 2])), .merge("b", into: "a"),
      .tick("a", 1), .tick("b", 2), .copy("b", to: "c"), .merge("a", into: "b")),
  ]

  /// Reading changes nothing that could be compared.
  static let comparedAfterReading = [
    ClockScript(
      [
        .make("a", SparseClock(counts: [1])), .make("b", SparseClock(counts: [1])),
        .copy("a", to: "c"), .read("a", 9), .relate("a", "b"), .read("c", 2), .relate("a", "c"),
        .relate("c", "b"),
      ], reading: .never)
  ]

  /// Every event of every trace of 2 processes, up to 5 events.
  static let smallSpace: CausalSpace<ClockOperation> = {
    var space = CausalSpace<ClockOperation>(nodeCount: 2, operations: [.tick])
    while space.depth < 5, space.grow(limit: .max) != nil {}
    return space
  }()

  /// Every two events that one such trace can hold, those that need fewer events first.
  static let smallPairs: [EventPair] = (2...5).flatMap {
    EventPair.all(in: smallSpace, needing: $0)
  }
}
