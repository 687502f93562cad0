import ExerciseKit
import Wire

/// A vector clock as the suite writes it down: the counters it is made from, in order, zeros and
/// all.
struct SparseClock: Hashable, Sendable, CustomStringConvertible {
  struct Entry: Hashable, Sendable {
    /// The number after the node's `n`.
    var node: UInt32
    var count: UInt64
  }

  var entries: [Entry]

  init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// The clock `[n1: counts[0], n2: counts[1], …]` without the entries that are nil.
  init(counts: [UInt64?]) {
    entries = counts.enumerated().compactMap { index, count in
      count.map { Entry(node: UInt32(index + 1), count: $0) }
    }
  }

  /// The entries as a clock is written; of many, the first few.
  var description: String {
    let shown = entries.prefix(entries.count > 16 ? 6 : 16).map { "n\($0.node): \($0.count)" }
    let rest = entries.count > shown.count ? ["… (\(entries.count) entries)"] : []
    return "[\((shown + rest).joined(separator: ", "))]"
  }

  /// The counter of a node; a missing one is zero.
  subscript(node: UInt32) -> UInt64 {
    get { entries.first { $0.node == node }?.count ?? 0 }
    set {
      if let index = entries.firstIndex(where: { $0.node == node }) {
        entries[index].count = newValue
      } else {
        entries.append(Entry(node: node, count: newValue))
      }
    }
  }

  mutating func merge(_ other: SparseClock) {
    for entry in other.entries { self[entry.node] = max(self[entry.node], entry.count) }
  }

  /// How much there is to read: the fewer and smaller entries, the clearer an example.
  var size: UInt64 {
    entries.reduce(0) { $0 + 1 + min($1.count, 1 << 32) }
  }

  /// The nodes that either clock has an entry for, in order.
  private func nodes(with other: SparseClock) -> [UInt32] {
    Set((entries + other.entries).map(\.node)).sorted()
  }

  /// How this clock relates to another, by definition: over every node that either of them names.
  func relation(to other: SparseClock) -> Causality {
    // A node that only one side names counts zero on the other, so each side's entries are enough.
    let isSomewhereLarger = entries.contains { $0.count > other[$0.node] }
    let isSomewhereSmaller = other.entries.contains { $0.count > self[$0.node] }
    return switch (isSomewhereSmaller, isSomewhereLarger) {
    case (false, false): .equal
    case (true, false): .before
    case (false, true): .after
    case (true, true): .concurrent
    }
  }

  /// Why the relation is what it is, as half a sentence.
  func reason(for other: SparseClock) -> String {
    let nodes = nodes(with: other)
    let larger = nodes.first { self[$0] > other[$0] }
      .map { "n\($0) is larger on the left (\(self[$0]) > \(other[$0]))" }
    let smaller = nodes.first { self[$0] < other[$0] }
      .map { "n\($0) is larger on the right (\(self[$0]) < \(other[$0]))" }
    return switch (larger, smaller) {
    case (nil, nil): "no counter differs"
    case (nil, .some(let smaller)): "\(smaller) and none is larger on the left"
    case (.some(let larger), nil): "\(larger) and none is larger on the right"
    case (.some(let larger), .some(let smaller)): "\(larger) and \(smaller)"
    }
  }

  /// Writes the counters a clock is made from.
  func write(to writer: inout ByteWriter) {
    writer.count(entries.count)
    for entry in entries {
      writer.node(NodeID(entry.node))
      writer.unsigned(entry.count)
    }
  }
}

extension Causality {
  /// What the same pair is the other way round.
  var mirrored: Causality {
    switch self {
    case .equal, .concurrent: self
    case .before: .after
    case .after: .before
    }
  }
}
