import Simulation

/// The random clocks, scripts and traces that a submission is asked about.
struct ClockInputs: RandomInputs {
  /// The sources of both shares of one submission's inputs.
  typealias Source = InputSource<ClockInputs>

  /// Clocks of few nodes, close enough to each other for all four relations. All are compared.
  var clocks: [SparseClock]
  /// Clocks of all sizes, each compared with one that differs from it in a little, or not at all.
  var pairs: [ClockPair]
  /// Large clocks compared with large and with small ones.
  var large: [ClockScript]
  /// The same counters reached along different roads, and compared.
  var roads: [ClockScript]
  var ticks: [ClockScript]
  var merges: [ClockScript]
  var traces: [Trace]

  static let name = "happens-before"
  static let shown = ShownInputs<ClockInputs>()

  init(shownFrom seed: UInt64) {
    var random = RandomSource(seed: seed)
    clocks = (0..<18).map { _ in
      Self.clock(of: [1, 2, 3, 4], random: &random) { UInt64($0.index(below: 4)) }
    }
    pairs = [1, 2, 4, 5, 6, 8, 12, 24].flatMap { Self.pairs(of: $0, random: &random) }
    large = [63, 64, 65, 128, 257, 500].map { Self.largePairs(of: $0, random: &random) }
    roads = [2, 3, 6].map { Self.road(of: $0, random: &random) } + Self.shortRoads(random: &random)
    roads += [Self.longRoad(of: 257, random: &random), Self.oldAge()]
    ticks = [1, 5, 12].map { Self.ticking(of: $0, random: &random) }
    merges =
      [1, 3, 6, 12, 40].map { Self.merging(of: $0, random: &random) }
      + [64, 257, 500].map { Self.largeMerges(of: $0, random: &random) }
    traces = (0..<9).map { index in
      Trace(
        nodes: Array(0..<3 + index % 2), eventCount: 9 + index % 2 * 6, random: &random
      ) { _ in .tick }
    }
    traces += (0..<4).map { index in
      Trace(nodes: OddNodes.groups[index], eventCount: 12, random: &random) { _ in .tick }
    }
  }

  /// Few, and odd in many ways at once.
  init(keptBackFrom seed: UInt64) {
    var random = RandomSource(seed: seed)
    let nodes = OddNodes.draw(5, random: &random).map { UInt32($0 + 1) }
    clocks = (0..<7).map { _ in
      Self.clock(of: nodes, random: &random) { UInt64($0.index(below: 3)) }
    }
    pairs = (0..<3).flatMap { _ in Self.pairs(of: 1 + random.index(below: 16), random: &random) }
    large = [Self.largePairs(of: 30 + random.index(below: 60), random: &random)]
    roads = [Self.road(of: 4, random: &random)]
    ticks = [Self.ticking(of: 3 + random.index(below: 4), random: &random)]
    merges = (0..<2).map { _ in Self.merging(of: 2 + random.index(below: 9), random: &random) }
    traces = [4, 6].map { nodeCount in
      Trace(nodes: OddNodes.draw(nodeCount, random: &random), eventCount: 10, random: &random) {
        _ in .tick
      }
    }
  }

  // MARK: Clocks

  /// A clock with counters for most of these nodes.
  private static func clock(
    of nodes: [UInt32], random: inout RandomSource, count: (inout RandomSource) -> UInt64
  ) -> SparseClock {
    var clock = SparseClock()
    for node in nodes where !random.chance(1, in: 4) { clock[node] = count(&random) }
    return clock
  }

  /// A clock of so many nodes, none of which counts zero.
  static func clock(of size: Int, random: inout RandomSource) -> SparseClock {
    let nodes =
      random.chance(1, in: 3) ? Array(0..<size) : OddNodes.draw(size, random: &random)
    return SparseClock(
      nodes.map { SparseClock.Entry(node: UInt32($0 + 1), count: counter(random: &random)) })
  }

  /// A counter that may still tick: small, or around a power of two.
  private static func counter(random: inout RandomSource) -> UInt64 {
    guard random.chance(1, in: 4) else { return UInt64(1 + random.index(below: 5)) }
    let powers: [UInt64] = [8, 16, 24, 31, 32, 33, 53, 62, 63]
    return 1 << powers[random.index(below: powers.count)] + UInt64(random.index(below: 3)) - 1
  }

  // MARK: Pairs

  /// A clock of so many nodes beside each of its neighbours, in both directions.
  private static func pairs(of size: Int, random: inout RandomSource) -> [ClockPair] {
    let clock = clock(of: size, random: &random)
    let neighbours = [
      spelledOtherwise(clock, random: &random),
      larger(clock, by: { _ in 1 }, random: &random),
      larger(clock, by: { UInt64.max - $0 }, random: &random),
      larger(clock, by: { min(1 << 33, UInt64.max - $0) }, random: &random),
      without(clock, random: &random),
      apart(clock, random: &random),
      elsewhere(clock, random: &random),
      manyLarger(clock, butOneSmaller: false), manyLarger(clock, butOneSmaller: true),
    ]
    return neighbours.flatMap { [ClockPair(clock, $0), ClockPair($0, clock)] }
  }

  /// Equal counters, the entries in another order and some zeros among them.
  static func spelledOtherwise(
    _ clock: SparseClock, random: inout RandomSource
  ) -> SparseClock {
    var entries = clock.entries
    for node in OddNodes.draw(2, random: &random) where clock[UInt32(node + 1)] == 0 {
      entries.append(SparseClock.Entry(node: UInt32(node + 1), count: 0))
    }
    return SparseClock(random.shuffled(entries))
  }

  /// One counter is larger.
  private static func larger(
    _ clock: SparseClock, by step: (UInt64) -> UInt64, random: inout RandomSource
  ) -> SparseClock {
    var other = clock
    let index = random.index(below: clock.entries.count)
    other.entries[index].count += step(other.entries[index].count)
    return other
  }

  /// Every counter is larger, or all but the first, which is smaller.
  private static func manyLarger(_ clock: SparseClock, butOneSmaller: Bool) -> SparseClock {
    var other = clock
    for index in clock.entries.indices where other.entries[index].count < .max {
      other.entries[index].count += 1
    }
    if butOneSmaller { other.entries[0].count = clock.entries[0].count - 1 }
    return other
  }

  /// One entry is missing.
  private static func without(_ clock: SparseClock, random: inout RandomSource) -> SparseClock {
    var other = clock
    other.entries.remove(at: random.index(below: clock.entries.count))
    return other
  }

  /// One counter is larger and another one, where there is one, smaller.
  private static func apart(_ clock: SparseClock, random: inout RandomSource) -> SparseClock {
    var other = clock
    let first = random.index(below: clock.entries.count)
    let second = random.index(below: clock.entries.count)
    other.entries[first].count += UInt64(1 + random.index(below: 9))
    if first != second { other.entries[second].count -= 1 }
    return other
  }

  /// One entry is another node's, whose number is not far in one way or another.
  private static func elsewhere(_ clock: SparseClock, random: inout RandomSource) -> SparseClock {
    var other = clock
    let index = random.index(below: clock.entries.count)
    let steps: [UInt32] = [1, 8, 64, 256, 65_536, 1 << 31]
    for step in random.shuffled(steps) {
      let node = other.entries[index].node &+ step
      guard !other.entries.contains(where: { $0.node == node }) else { continue }
      other.entries[index].node = node
      break
    }
    return other
  }

  // MARK: Scripts

  /// The same counters, given at once, counted one by one in another order, and merged.
  private static func road(of size: Int, random: inout RandomSource) -> ClockScript {
    let nodes = OddNodes.draw(size, random: &random).map { UInt32($0 + 1) }
    let clock = SparseClock(
      nodes.map { SparseClock.Entry(node: $0, count: UInt64(1 + random.index(below: 2))) })
    let steps = clock.entries.flatMap { Array(repeating: $0.node, count: Int($0.count)) }
    var lines: [ClockScript.Line] = [.make("a", clock), .make("b", SparseClock())]
    lines += random.shuffled(steps).map { .tick("b", $0) }
    lines += [.relate("a", "b"), .relate("b", "a"), .make("c", SparseClock())]
    for node in random.shuffled(nodes) {
      lines += [
        .make("b", SparseClock([SparseClock.Entry(node: node, count: clock[node])])),
        .merge("b", into: "c"),
      ]
    }
    return ClockScript(lines + [.relate("a", "c"), .relate("c", "a")], reading: .never)
  }

  private static func ticking(of size: Int, random: inout RandomSource) -> ClockScript {
    let clock = clock(of: size, random: &random)
    let nodes =
      clock.entries.prefix(4).map(\.node) + OddNodes.draw(2, random: &random).map { UInt32($0 + 1) }
    return ClockScript(
      [.make("a", clock)] + random.shuffled(nodes).map { .tick("a", $0) }
        + [.make("b", SparseClock()), .tick("b", nodes[0])])
  }

  private static func merging(of size: Int, random: inout RandomSource) -> ClockScript {
    let left = clock(of: size, random: &random)
    var right = clock(of: size, random: &random)
    for entry in left.entries where random.chance(1, in: 2) {
      right[entry.node] = random.chance(1, in: 4) ? .max : counter(random: &random)
    }
    return ClockScript([
      .make("a", left), .make("b", right), .copy("a", to: "c"), .merge("b", into: "a"),
      .merge("b", into: "a"), .merge("c", into: "b"), .make("c", SparseClock()),
      .merge("a", into: "c"),
    ])
  }
}
