import Simulation

// Clocks of many entries, beside others as large and beside very small ones. Comparing them costs a
// submission time, so each is compared in a few ways only.

extension ClockInputs {
  /// A large clock beside one that differs in its last node alone, or whose last entry is the next
  /// node's, and beside small ones that lie before it or apart from it.
  static func largePairs(of size: Int, random: inout RandomSource) -> ClockScript {
    var clock = clock(of: size, random: &random)
    clock.entries.sort { $0.node < $1.node }
    if clock.entries[size - 1].node == .max { clock.entries[size - 1].node -= 1 }
    if clock.entries[size - 1].node == clock.entries[size - 2].node {
      clock.entries[size - 2].node = 77_777_777
    }
    var other = clock
    if size.isMultiple(of: 2) {
      other.entries[size - 1].count += 1
    } else {
      other.entries[size - 1].node += 1
    }
    let start = random.index(below: size - 4)
    let few = SparseClock(clock.entries[start..<start + 3] + [clock.entries[size - 1]])
    var apart = few
    apart.entries[0].count += 1
    return ClockScript(
      [
        .make("a", clock), .make("b", other), .relate("a", "b"), .make("b", few), .relate("b", "a"),
        .make("b", apart), .relate("b", "a"), .relate("a", "b"), .make("c", SparseClock()),
        .relate("c", "a"),
      ], reading: .never)
  }

  /// A large clock and a small one merged both ways, and what one was before merged into it.
  static func largeMerges(of size: Int, random: inout RandomSource) -> ClockScript {
    let clock = clock(of: size, random: &random)
    let known = clock.entries[random.index(below: size)]
    let fresh = SparseClock(
      [SparseClock.Entry(node: known.node, count: known.count + 1)]
        + (0..<4).map { SparseClock.Entry(node: 1_000_000 + UInt32(size) + $0, count: 1) })
    return ClockScript(
      [
        .make("a", clock), .make("b", fresh), .copy("b", to: "c"), .merge("a", into: "c"),
        .merge("b", into: "a"), .copy("a", to: "b"), .merge("a", into: "b"),
        .tick("a", known.node), .tick("b", 2_000_000),
      ], reading: .atTheEnd)
  }

  /// Equal counters by roads that leave a trace in a careless clock: zeros that were written out, a merge
  /// of nothing, of oneself or of the same again; and unequal ones that look alike as text.
  static func shortRoads(random: inout RandomSource) -> [ClockScript] {
    let clock = clock(of: 6, random: &random)
    let digit = UInt64(1 + random.index(below: 9))
    return [
      ClockScript(
        [
          .make("a", SparseClock()), .make("b", SparseClock()), .merge("b", into: "a"),
          .relate("a", "b"), .make("b", SparseClock(counts: [0, 0])), .merge("b", into: "a"),
          .relate("a", "b"), .tick("a", 3), .make("b", SparseClock(counts: [nil, 0, 1])),
          .relate("a", "b"), .relate("b", "a"),
        ], reading: .never),
      ClockScript(
        [
          .make("a", clock), .copy("a", to: "b"), .make("c", SparseClock()), .merge("c", into: "b"),
          .relate("a", "b"), .copy("b", to: "c"), .merge("c", into: "b"), .relate("b", "a"),
          .merge("c", into: "b"), .merge("a", into: "b"), .relate("a", "b"),
          .tick("b", clock.entries[0].node), .tick("a", clock.entries[0].node), .relate("a", "b"),
        ], reading: .atTheEnd),
      // Comparing changes neither side.
      ClockScript(
        [
          .make("a", SparseClock(counts: [1, 5, nil, 2, nil, nil, nil, nil, 3])),
          .make("b", SparseClock(counts: [2, 4, nil, 1, nil, nil, nil, nil, 7])),
          .copy("a", to: "c"), .relate("a", "b"), .relate("b", "a"), .relate("c", "a"),
        ], reading: .atTheEnd),
      ClockScript(
        [
          .make("a", SparseClock([.init(node: 1, count: 10 + digit)])),
          .make("b", SparseClock([.init(node: 11, count: digit)])), .relate("a", "b"),
          .make("c", SparseClock(counts: [1, digit])),
          .make("b", SparseClock(counts: [120 + digit])), .relate("b", "c"),
          .make("b", SparseClock(counts: [digit, 1])), .relate("b", "c"),
        ], reading: .never),
    ]
  }

  /// A clock that has counted more than a thousand events and merged a hundred times, compared with what
  /// it was, with what it might have been, and with a clock made at once.
  static func oldAge() -> ClockScript {
    var operations: [ClockScript.Line] = [.make("a", SparseClock())]
    operations += (0..<1_200).map { .tick("a", UInt32(1 + $0 % 3)) }
    operations += [
      .make("b", SparseClock(counts: [400, 400, 400])), .relate("a", "b"), .relate("b", "a"),
    ]
    operations += Array(repeating: .merge("b", into: "a"), count: 100)
    operations += [
      .relate("a", "b"), .copy("a", to: "c"), .tick("c", 1), .relate("a", "c"), .relate("c", "a"),
      .tick("a", 2), .relate("a", "c"), .relate("c", "a"), .merge("a", into: "c"),
      .relate("a", "c"), .relate("c", "a"), .relate("c", "b"), .relate("b", "c"),
    ]
    return ClockScript(operations, reading: .never)
  }

  /// A large clock given at once, with zeros among the rest, and merged from two halves in another order.
  static func longRoad(of size: Int, random: inout RandomSource) -> ClockScript {
    let clock = clock(of: size, random: &random)
    let entries = random.shuffled(clock.entries)
    return ClockScript(
      [
        .make("a", clock), .make("b", SparseClock(Array(entries.prefix(size / 2)))),
        .make("c", SparseClock(Array(entries.suffix(size - size / 3)))), .merge("c", into: "b"),
        .relate("a", "b"),
        .make("c", SparseClock(clock.entries + [.init(node: 88_888_888, count: 0)])),
        .relate("a", "c"), .relate("c", "a"),
      ], reading: .never)
  }
}
