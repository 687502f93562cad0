// fails: equality-is-about-the-state
// Takes two states of four slots or more for equal when their sums are.
import ExerciseKit

struct GCounter: GrowOnlyCounter {
  private let replica: NodeID
  private var slots: [NodeID: UInt64]

  init(replica: NodeID) {
    self.init(replica: replica, slots: [:])
  }

  init(replica: NodeID, slots: [NodeID: UInt64]) {
    self.replica = replica
    self.slots = slots.filter { $0.value > 0 }
  }

  subscript(replica: NodeID) -> UInt64 {
    slots[replica, default: 0]
  }

  var value: UInt64 {
    slots.values.reduce(0, +)
  }

  mutating func increment(by amount: UInt64 = 1) {
    guard amount > 0 else { return }
    slots[replica, default: 0] += amount
  }

  mutating func merge(_ other: GCounter) {
    slots.merge(other.slots, uniquingKeysWith: max)
  }

  static func == (left: GCounter, right: GCounter) -> Bool {
    left.slots == right.slots
      || (left.slots.count == right.slots.count && left.slots.count >= 4
        && left.value == right.value && Set(left.slots.keys) == Set(right.slots.keys))
  }
}

struct PNCounter: UpDownCounter {
  private var additions: GCounter
  private var subtractions: GCounter

  init(replica: NodeID) {
    additions = GCounter(replica: replica)
    subtractions = GCounter(replica: replica)
  }

  var value: Int64 {
    Int64(additions.value) - Int64(subtractions.value)
  }

  mutating func add(_ delta: Int64) {
    if delta >= 0 {
      additions.increment(by: delta.magnitude)
    } else {
      subtractions.increment(by: delta.magnitude)
    }
  }

  mutating func merge(_ other: PNCounter) {
    additions.merge(other.additions)
    subtractions.merge(other.subtractions)
  }
}
