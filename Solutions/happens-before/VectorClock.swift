public import ExerciseKit

/// A vector clock over a sparse set of nodes.
///
/// Guarantee: if every process ticks its own entry on each event, sends a copy with each message and
/// merges on receipt, then `compare(to:)` is `.before` exactly when the first event is in the causal
/// past of the second. Source: Fidge 1988; Mattern 1989, section 4.
///
/// It holds with messages lost, repeated and reordered, and with nodes that start again from what they
/// stored, while each has a name of its own.
///
/// Cost: one counter for each node that ever ticked, in memory and in each message; a comparison looks at
/// all.
///
/// Deviation: the papers fix the set of processes. Here it is open, so an absent entry is zero, and
/// zeros are never stored: equal clocks are then equal dictionaries, and `==` and `hash` follow. A
/// counter stops at the largest number, which no node reaches by counting: whoever takes clocks from
/// strangers must refuse it.
///
/// Must be stored: a node's own counter with whatever its clock is for, before a copy leaves. A node
/// that counts from the start again names two events alike. The value is stored whole.
public struct VectorClock: CausalClock {
  private var counters: [NodeID: UInt64]

  /// Keeps what is larger than zero.
  public init(_ counters: [NodeID: UInt64] = [:]) {
    self.counters = counters.filter { $0.value > 0 }
  }

  /// Absent means zero.
  public subscript(node: NodeID) -> UInt64 {
    counters[node, default: 0]
  }

  /// A node never heard of starts from zero.
  public mutating func tick(_ node: NodeID) {
    counters[node, default: 0] += min(1, .max - self[node])
  }

  /// The larger counter of either side, over the nodes of both.
  public mutating func merge(_ other: VectorClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
  }

  /// Two questions, each over all nodes of both sides, give four answers.
  public func compare(to other: VectorClock) -> Causality {
    // Absent means zero and stored counters are positive, so a node that only the other side knows
    // makes that side larger there: walking both key sets covers their union.
    let isNowhereLarger = counters.allSatisfy { $0.value <= other[$0.key] }
    let isNowhereSmaller = other.counters.allSatisfy { $0.value <= self[$0.key] }
    return switch (isNowhereLarger, isNowhereSmaller) {
    case (true, true): .equal
    case (true, false): .before
    case (false, true): .after
    case (false, false): .concurrent
    }
  }

  /// One of the four answers.
  public func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  /// Another of the four; equal clocks are not concurrent.
  public func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
