// fails: merge-is-associative, agrees-with-the-increments
// What was merged is remembered in one slot under the other's name, so only the first round is right.
import ExerciseKit

struct GCounter: GrowOnlyCounter {
  private let replica: NodeID
  private var slots: [NodeID: UInt64] = [:]

  init(replica: NodeID) {
    self.replica = replica
  }

  var value: UInt64 {
    slots.values.reduce(0, +)
  }

  mutating func increment(by amount: UInt64 = 1) {
    guard amount > 0 else { return }
    slots[replica, default: 0] += amount
  }

  mutating func merge(_ other: GCounter) {
    let own = slots[replica]
    slots.merge(other.slots, uniquingKeysWith: max)
    slots[other.replica] = max(slots[other.replica, default: 0], other.slots.count > 1 ? other.value : 0)
    if let own { slots[replica] = own }
  }

  static func == (left: GCounter, right: GCounter) -> Bool {
    left.slots == right.slots
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

  static func == (left: PNCounter, right: PNCounter) -> Bool {
    left.additions == right.additions && left.subtractions == right.subtractions
  }
}
