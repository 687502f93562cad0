public import ExerciseKit

/// A shopping cart of which each device holds a copy: items with quantities that go up and down, and that
/// can be removed.
///
/// Guarantee: the quantity of an item is the sum of all changes known here that no removal known here had
/// seen, and 0 where that is less. Copies that know the same changes and removals show the same. Of a
/// change and a concurrent removal the change stays. It holds with states lost, repeated and reordered, and
/// with replicas that stop and start again. Not guaranteed: that no more is taken than there is. Two copies
/// may each take the last one; the sum is then negative until something is put in, or the item is removed.
/// Source: the counters are Shapiro et al. 2011 (INRIA 7506), specification 7; what goes wrong with such a
/// counter in a map whose keys can be removed, Baquero, Almeida and Lerche 2016.
///
/// Why it converges: each replica's changes to an item come in one order, and states travel whole, so what
/// anybody has seen of them is a beginning, and its two sums say how far it goes. A removal writes down the
/// sums it saw. All four numbers only grow, so the larger one is the newer one.
///
/// Must be stored: `stored`, before an answer or the cart's state leaves. A replica that has lost any of it
/// must take a new name, or it counts again what others have counted of it already.
///
/// Deviation: that a removal writes sums down is our own answer to them. Cost: four numbers for each item and
/// replica, however many changes there were; they stay when the item is removed. Sums end at 2^64 - 1, which
/// no cart reaches whose amounts together stay below 2^62.
public struct PNCart: ShoppingCart {
  /// What one replica has done to one item, and what of it removals have seen.
  struct Slot: Hashable, Sendable {
    var added: UInt64 = 0
    var taken: UInt64 = 0
    var addedAndRemoved: UInt64 = 0
    var takenAndRemoved: UInt64 = 0

    /// What still counts.
    var sum: Int128 {
      Int128(added) - Int128(addedAndRemoved) - Int128(taken) + Int128(takenAndRemoved)
    }

    /// Takes the larger of each number.
    mutating func merge(_ other: Slot) {
      added = max(added, other.added)
      taken = max(taken, other.taken)
      addedAndRemoved = max(addedAndRemoved, other.addedAndRemoved)
      takenAndRemoved = max(takenAndRemoved, other.takenAndRemoved)
    }
  }

  /// What is on the disk: all slots.
  public struct Record: Hashable, Sendable {
    var slots: [String: [NodeID: Slot]] = [:]
  }

  private let replica: NodeID
  /// What must be stored, which is all there is but the name.
  public private(set) var stored: Record

  /// A cart as it starts, or starts again.
  public init(replica: NodeID, stored: Record?) {
    self.replica = replica
    self.stored = stored ?? Record()
  }

  /// The items of which there is more than nothing.
  public var items: Set<String> { Set(stored.slots.keys.filter { quantity(of: $0) > 0 }) }

  /// How much of `item` there is; 0 when more was taken than there was.
  public func quantity(of item: String) -> UInt64 {
    UInt64(clamping: (stored.slots[item] ?? [:]).values.reduce(0) { $0 + $1.sum })
  }

  /// Puts in `amount` more of `item`.
  public mutating func add(_ item: String, _ amount: UInt32) {
    change(item) { $0.added = Self.sum($0.added, amount) }
  }

  /// Takes out `amount` of `item`.
  /// - Returns: false when there is not so much here; then nothing changes.
  public mutating func take(_ item: String, _ amount: UInt32) -> Bool {
    guard quantity(of: item) >= UInt64(amount) else { return false }
    change(item) { $0.taken = Self.sum($0.taken, amount) }
    return true
  }

  /// Removes `item`: everything that this replica has seen of it, takings too.
  public mutating func remove(_ item: String) {
    stored.slots[item] = stored.slots[item]?.mapValues { slot in
      var slot = slot
      slot.addedAndRemoved = slot.added
      slot.takenAndRemoved = slot.taken
      return slot
    }
  }

  /// Takes the larger of each number.
  public mutating func merge(_ other: PNCart) {
    for (item, theirs) in other.stored.slots {
      for (name, slot) in theirs {
        stored.slots[item, default: [:]][name, default: Slot()].merge(slot)
      }
    }
  }

  private mutating func change(_ item: String, _ step: (inout Slot) -> Void) {
    step(&stored.slots[item, default: [:]][replica, default: Slot()])
  }

  private static func sum(_ count: UInt64, _ amount: UInt32) -> UInt64 {
    count + min(UInt64(amount), .max - count)
  }
}
