/// How two events relate under happens-before (Lamport 1978).
///
/// There are four answers, not three: equal clocks are neither ordered nor concurrent.
public enum Causality: String, Hashable, Sendable, CaseIterable {
  /// Both clocks describe the same causal past.
  case equal
  /// The left event is in the causal past of the right one.
  case before
  /// The right event is in the causal past of the left one.
  case after
  /// Neither event could have influenced the other.
  case concurrent
}

/// What the exercise `happens-before` asks for: a vector clock over a sparse set of nodes.
///
/// A node without an entry counts as zero, so `[n1: 1]` and `[n1: 1, n2: 0]` are the same clock.
/// Source: Fidge 1988, Mattern 1989.
public protocol CausalClock: Hashable, Sendable {
  /// Makes a clock with these counters, in number of events; nodes not named count as zero.
  init(_ counters: [NodeID: UInt64])

  /// The number of events of `node` in this clock's past; zero for a node never heard of.
  subscript(node: NodeID) -> UInt64 { get }

  /// Counts one more event of `node`.
  mutating func tick(_ node: NodeID)

  /// Takes the larger counter for every node either clock knows. Does not tick.
  mutating func merge(_ other: Self)

  /// Relates this clock to `other`.
  func compare(to other: Self) -> Causality

  /// True when this clock's event is in the causal past of `other`'s.
  func happensBefore(_ other: Self) -> Bool

  /// True when neither event could have influenced the other.
  func isConcurrent(with other: Self) -> Bool
}
