/// Lines of code about clocks of very many entries, and of nodes at which a smaller number, or a table of so
/// many places, goes wrong.
enum CrowdedClocks {
  typealias Entry = (node: UInt32, count: UInt64)

  /// Beside each power of two, the largest first.
  private static let oddNodes: [UInt32] =
    [.max, 0]
    + (5..<32).reversed().flatMap { exponent in
      let power: UInt32 = 1 << UInt32(exponent)
      return [power, power - 1, power + 1]
    }

  /// So many nodes, every other one odd as long as there are such, with small counters and now and then a large
  /// one.
  static func entries(_ size: Int) -> [Entry] {
    var nodes: [UInt32] = []
    var known: Set<UInt32> = []
    var odd = oddNodes[...]
    var plain: UInt32 = 1
    while nodes.count < size {
      for node in [odd.popFirst(), plain].compactMap(\.self)
      where nodes.count < size && known.insert(node).inserted {
        nodes.append(node)
      }
      plain += 1
    }
    return nodes.enumerated().map { place, node in
      (node, place % 16 == 5 ? 1 << UInt64(place % 64) : UInt64(place % 7 + 1))
    }
  }

  static func text(_ entries: some Sequence<Entry>) -> String {
    "[\(entries.map { "n\($0.node): \($0.count)" }.joined(separator: ", "))]"
  }

  private static func reading(_ entries: some Sequence<Entry>) -> String {
    "[\(entries.map { "n\($0.node)" }.joined(separator: ", "))]"
  }

  /// One entry is larger, and another as much smaller where there is one.
  private static func changed(_ entries: [Entry], larger: Int, smaller: Int? = nil) -> [Entry] {
    var changed = entries
    changed[larger].count += 1
    if let smaller { changed[smaller].count -= 1 }
    return changed
  }

  /// Each odd node beside a plain one.
  static let ticks: [[String]] =
    OddNodes.boundaries.filter { $0 > 2 }.map { node in
      ["a = [n1: 1, n\(node): 1]", "a.tick(n\(node))", "a[n1, n2, n\(node)]"]
    }
    + divisors.map { divisor in
      let twin = divisor + 1
      return [
        "a.tick(n\(twin))", "a[n1, n\(twin)]", "b = [n1: 7]", "a.merge(b)", "a[n1, n\(twin)]",
      ]
    }

  /// What remains of a division by these may be taken for a node.
  private static let divisors = [
    10, 100, 997, 1_000, 9_973, 10_000, 65_521, 100_000, 1_000_000, 100_000_000, 1_000_000_000,
  ]

  /// A large clock and a small one merged both ways, and what one was before merged into it.
  static let merges: [[String]] =
    [64, 257, 500].map(merging) + sizes.map(meeting) + [manyMerges, largeMerges, wideMerge]

  /// Numbers of entries at which somebody may begin to do it in another way.
  private static let sizes = [9, 13, 17, 21, 26, 33, 41, 52, 65, 101, 130, 201]

  /// Clocks without a node in common.
  private static func meeting(_ size: Int) -> [String] {
    let (stranger, last) = ("n\(size + 9)", "n\(size + 11)")
    return [
      "a = [n1...n\(size): 1]", "b = [\(stranger): 1]", "c = [n\(size + 10)...\(last): 3]",
      "a.merge(b)", "a[n1...\(last)]", "c.merge(a)", "c[n1...\(last)]", "b.merge(c)",
      "b[n1...\(last)]",
    ]
  }

  /// Counters that somebody may take for none, each merged into a clock without them.
  private static let largeMerges: [String] = {
    var counts: [UInt64] = []
    for exponent: UInt64 in 3..<64 { counts += [1 << exponent - 1, 1 << exponent] }
    var ten: UInt64 = 1
    for _ in 1...19 {
      ten *= 10
      counts += [ten - 1, ten]
    }
    counts += [.max - 2, .max - 1, .max]
    let all: [Entry] = counts.enumerated().map { (UInt32($0 + 1), $1) }
    let read = "a" + reading(all)
    return ["b = " + text(all), "a.merge(b)", read, "a.merge(a)", read]
  }()

  /// More counters than a clock may be expected to have, which come together only now.
  private static let wideMerge = [
    "a = [n1...n1100: 1]", "b = [n1050...n1900: 2]", "a.merge(b)", "a[n1...n1900]",
  ]

  private static func merging(_ size: Int) -> [String] {
    let all = entries(size)
    let known = all[size / 3]
    let others: [Entry] = [(999, 1), (70_001, 1), (131_073, 1), (1_000_003, 1)]
    let fresh = others.filter { other in !all.contains { $0.node == other.node } }
    let small: [Entry] = [(known.node, known.count + 1)] + fresh
    let every = reading(all + fresh)
    return [
      "a = \(text(all))", "b = \(text(small))", "c = \(text(small))",
      "c.merge(a)", "a.merge(b)", "b = a", "b.merge(a)", "a.tick(n\(known.node))",
      "b.tick(n2000000)", "a\(every)", "b\(every)", "c\(every)",
    ]
  }

  private static let manyMerges: [String] = {
    var lines = ["a = [n1: 1]", "b = [n1: 2, n2: 1]"]
    for _ in 0..<320 { lines += ["b.tick(n2)", "a.merge(b)", "a[n2]"] }
    return lines + ["a[n1...n3]", "b[n1...n3]"]
  }()

  /// Copies of clocks of many entries, each changed in every way. Only the other is read, and of small nodes: a
  /// clock that merges wrongly, or takes two nodes for one, keeps its copies apart all the same.
  static let copies: [[String]] =
    [20, 48, 65, 257].map { size in
      let lines = [
        "a = [n1...n\(size): 3]", "b = a", "c = [n2: 900, n9: 900]", "b.merge(c)",
        "a[n2, n9, n15]", "c = a", "a.tick(n2)", "c[n2, n9]", "c.tick(n9)", "a[n9]", "a.merge(b)",
        "c[n2, n9]",
      ]
      let fresh = ["b = c", "b.tick(n70001)", "c[n70001]", "c.tick(n70002)", "b[n70002]"]
      return size < 100 ? lines + fresh : lines
    }
    + sizes.map { size in
      // One that knows little learns much.
      [
        "a = [n1: 1]", "b = a", "c = [n1...n\(size): 2]", "a.merge(c)", "b[n1...n3]", "b.tick(n2)",
        "a[n1...n\(size)]", "c[n1...n\(size)]",
      ]
    }

  /// A clock of many entries beside one in which the last alone is larger, or one is larger and another as much
  /// smaller, and beside small ones that lie before it or apart from it.
  static let comparisons: [[String]] =
    [63, 65, 257, 500].map { size in
      let all = entries(size)
      let few = [all[size / 4], all[size / 2], all[size - 1]]
      return [
        "a = \(text(all))", "b = \(text(changed(all, larger: size - 1)))", "a.compare(to: b)",
        "b = \(text(changed(all, larger: 1, smaller: size - 2)))", "a.compare(to: b)",
        "c = \(text(few))", "c.compare(to: a)", "c = \(text(changed(few, larger: 0)))",
        "c.compare(to: a)", "a.compare(to: c)", "c = []", "c.compare(to: a)",
        "c = [n70001: 1]", "a.compare(to: c)",
      ]
    }
    + sizes.map { size in
      // The same counters one place on, and such as differ at both ends.
      let (next, last) = ("n\(size + 1)", "n\(size + 2)")
      return [
        "a = [n1...n\(size): 1]", "b = [n2...\(next): 1]", "a.compare(to: b)", "b.compare(to: a)",
        "a = [n1: 9, n2...\(next): 1]", "b = [n1...n\(size): 1, \(last): 1]", "a.compare(to: b)",
        "b.compare(to: a)", "a == b",
      ]
    }

  /// Equal clocks of many entries, made of parts in another order; and such as differ in little.
  static let roads: [[String]] = [17, 24, 40, 100, 257].map { size in
    let all = entries(size)
    let (half, rest) = (all.prefix(size / 2), all.suffix(size - size / 3).reversed())
    let zero: [Entry] = [(88_888_888, 0)]
    var lines = [
      "a = \(text(all))", "b = \(text(half))", "c = \(text(rest))", "b.merge(c)", "a == b",
      "b == a",
      "c = \(text(all.reversed() + zero))", "a == c", "c == a", "b.compare(to: c)",
    ]
    for (larger, smaller) in [(size - 1, nil), (1, size - 2), (size / 2, 0)] as [(Int, Int?)] {
      lines += [
        "c = \(text(changed(all, larger: larger, smaller: smaller)))", "a == c", "c == b",
      ]
    }
    // What only one of them has.
    lines += ["c = \(text(all.dropFirst()))", "c == a"]
    return lines
  }
}
