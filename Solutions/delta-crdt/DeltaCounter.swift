public import ExerciseKit

/// A state that can be joined with any part of another: order and repetition make no difference.
///
/// A join must be commutative, associative and idempotent, and what is joined is never lost (Almeida, Shoker
/// and Baquero 2018, definitions 1 to 3).
public protocol DeltaState: Hashable, Sendable {
  /// Knows nothing: joined with it, nothing changes.
  init()

  /// Takes in everything `other` knows, be it a whole state or a delta.
  mutating func join(_ other: Self)
}

/// A counter that only grows, whose updates are small states of the same kind.
///
/// Guarantee: the value is the number of increments of all replicas that were joined into this one, each
/// counted once, however often and in whatever order states and deltas were joined, and with deltas
/// missing: a later delta of a replica holds what its earlier ones said. Source: Almeida, Shoker and Baquero
/// 2018, their first example (the counter by deltas).
///
/// Must be stored: the whole counter, before a delta leaves, as for `GCounter`; `DeltaReplica` does. Each
/// replica needs a name of its own.
///
/// Cost: one number for each replica that ever counted; a delta is one number. Numbers and the sum end at the
/// largest one.
public struct DeltaCounter: DeltaState {
  private var slots: [NodeID: UInt64] = [:]

  /// Counts nothing yet.
  public init() {}

  /// All increments known here.
  public var value: UInt64 {
    slots.values.reduce(0) { $0 + min($1, .max - $0) }
  }

  /// The delta of an increment at a replica, to be joined here and elsewhere.
  public func incrementing(_ replica: NodeID, by amount: UInt64 = 1) -> DeltaCounter {
    let known = slots[replica, default: 0]
    var delta = DeltaCounter()
    if amount > 0 { delta.slots[replica] = known + min(amount, .max - known) }
    return delta
  }

  /// The larger number of either side.
  public mutating func join(_ other: DeltaCounter) {
    slots.merge(other.slots, uniquingKeysWith: max)
  }
}
