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
/// Must be stored: the whole counter, as a copy of this value, before a state or an answer built from
/// it leaves. A replica that has lost it must take a new name: what it counts under the old one is
/// hidden until it exceeds what it had counted before.
///
/// Cost: one number for each replica that ever counted. A slot and the sum stop at the largest number,
/// whatever a state from elsewhere says.
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
    slots.values.reduce(0) { $0 + min($1, .max - $0) }
  }

  /// Counts in this replica's own slot. An unsigned amount cannot take a state downwards.
  public mutating func increment(by amount: UInt64 = 1) {
    guard amount > 0 else { return }
    slots[replica, default: 0] += min(amount, .max - self[replica])
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
