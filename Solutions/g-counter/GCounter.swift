public import ExerciseKit

/// A counter that only grows, replicated by exchanging whole states.
///
/// Guarantee: the value is the number of increments of all replicas whose states have been merged
/// into this one, each counted once, however often and in whatever order states arrived. Source:
/// Shapiro et al. 2011 (INRIA 7506), specification 6.
///
/// It holds only while every replica has a name of its own: of two replicas with one name, the
/// larger slot hides the other's increments, and nobody can see that it did.
///
/// Deviation: the paper fixes the number of replicas. Here the set is open; an absent slot is zero,
/// and zeros are not stored, so equal states are equal dictionaries. Equality is about the state, not
/// about which replica holds it.
public struct GCounter: GrowOnlyCounter {
  private let replica: NodeID
  private var slots: [NodeID: UInt64]

  /// Counts nothing yet.
  public init(replica: NodeID) {
    self.init(replica: replica, slots: [:])
  }

  /// Holds a state as it was received or stored.
  public init(replica: NodeID, slots: [NodeID: UInt64]) {
    self.replica = replica
    self.slots = slots.filter { $0.value > 0 }
  }

  /// What a replica has counted, as far as is known here.
  public subscript(replica: NodeID) -> UInt64 {
    slots[replica, default: 0]
  }

  /// All increments known here.
  public var value: UInt64 {
    slots.values.reduce(0, +)
  }

  /// Counts in this replica's own slot. An unsigned amount cannot take a state downwards.
  public mutating func increment(by amount: UInt64 = 1) {
    guard amount > 0 else { return }
    slots[replica, default: 0] += amount
  }

  /// The larger number of either side, over the slots of both.
  public mutating func merge(_ other: GCounter) {
    slots.merge(other.slots, uniquingKeysWith: max)
  }

  /// True when both know the same increments.
  public static func == (left: GCounter, right: GCounter) -> Bool {
    left.slots == right.slots
  }
}
