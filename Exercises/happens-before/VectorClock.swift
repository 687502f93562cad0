import ExerciseKit

/// A vector clock: for every node, how many of its events lie in the causal past.
///
/// Think of it as a dictionary from nodes to counts in which an absent node counts as zero. Two
/// clocks that differ only in such zeros are the same clock, for `==` and `hash` as well.
struct VectorClock: CausalClock {
  // TODO: Store the counters. Choose what you store so that equal clocks have equal stored values;
  // Swift then writes `==` and `hash` for you, and they are right.

  /// Makes a clock with these counters; a node not named counts as zero.
  init(_ counters: [NodeID: UInt64]) {
    // TODO: Keep the counters. What becomes of an entry that is zero?
  }

  /// The number of events of `node` in the past; zero for a node never heard of.
  subscript(node: NodeID) -> UInt64 {
    // TODO: Look the node up.
    0
  }

  /// One more event happened at `node`. A node never heard of starts at one.
  mutating func tick(_ node: NodeID) {
    // TODO: Count the event.
  }

  /// Learns everything `other` knows: the larger counter for every node either clock knows.
  ///
  /// Receiving a message is an event too, but counting it is the caller's business: do not tick.
  mutating func merge(_ other: VectorClock) {
    // TODO: Take the larger counter, node by node.
  }

  /// Relates the two clocks. There are four answers, and exactly one of them is true.
  func compare(to other: VectorClock) -> Causality {
    // TODO: Ask two questions: is this clock nowhere larger, and is it nowhere smaller?
    .equal
  }

  /// True when this clock lies in the causal past of `other`; false for equal clocks.
  func happensBefore(_ other: VectorClock) -> Bool {
    // TODO: `compare(to:)` knows.
    false
  }

  /// True when neither clock lies in the past of the other; false for equal clocks.
  func isConcurrent(with other: VectorClock) -> Bool {
    // TODO: `compare(to:)` knows.
    false
  }
}
