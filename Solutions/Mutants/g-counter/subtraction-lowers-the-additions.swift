// fails: up-down-keeps-what-was-taken-away, up-down-small-histories
// A subtraction takes back additions while there are any.
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
  private var additions: [NodeID: UInt64] = [:]
  private var subtractions: GCounter

  init(replica: NodeID) {
    self.replica = replica
    subtractions = GCounter(replica: replica)
  }

  var value: Int64 {
    Int64(additions.values.reduce(0, &+)) - Int64(subtractions.value)
  }

  mutating func add(_ delta: Int64) {
    guard delta < 0 else {
      if delta > 0 { additions[replica, default: 0] += delta.magnitude }
      return
    }
    let taken = min(delta.magnitude, additions[replica, default: 0])
    if taken > 0 { additions[replica, default: 0] -= taken }
    subtractions.increment(by: delta.magnitude - taken)
  }

  mutating func merge(_ other: PNCounter) {
    additions.merge(other.additions, uniquingKeysWith: max)
    subtractions.merge(other.subtractions)
  }

  static func == (left: PNCounter, right: PNCounter) -> Bool {
    left.additions == right.additions && left.subtractions == right.subtractions
  }
}
