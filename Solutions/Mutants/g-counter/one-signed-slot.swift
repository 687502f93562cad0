// fails: up-down-keeps-what-was-taken-away, up-down-small-histories, up-down-agrees-with-the-changes
// One signed slot for each replica: the larger number is the older one after a subtraction.
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
    slots.merge(other.slots, uniquingKeysWith: max)
  }

  static func == (left: GCounter, right: GCounter) -> Bool {
    left.slots == right.slots
  }
}

struct PNCounter: UpDownCounter {
  private let replica: NodeID
  private var slots: [NodeID: Int64] = [:]

  init(replica: NodeID) {
    self.replica = replica
  }

  var value: Int64 {
    slots.values.reduce(0, &+)
  }

  mutating func add(_ delta: Int64) {
    guard delta != 0 else { return }
    slots[replica, default: 0] += delta
  }

  mutating func merge(_ other: PNCounter) {
    slots.merge(other.slots, uniquingKeysWith: max)
  }

  static func == (left: PNCounter, right: PNCounter) -> Bool {
    left.slots == right.slots
  }
}
