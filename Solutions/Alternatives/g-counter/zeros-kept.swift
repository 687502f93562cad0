// Keeps slots that are zero and looks past them when comparing.
import ExerciseKit

struct GCounter: GrowOnlyCounter {
  private let me: NodeID
  private var slots: [NodeID: UInt64]

  init(replica: NodeID) {
    me = replica
    slots = [replica: 0]
  }

  var value: UInt64 {
    var sum: UInt64 = 0
    for (_, count) in slots { sum += count }
    return sum
  }

  mutating func increment(by amount: UInt64) { slots[me, default: 0] += amount }

  mutating func merge(_ other: GCounter) {
    for node in Set(slots.keys).union(other.slots.keys) {
      slots[node] = max(slots[node] ?? 0, other.slots[node] ?? 0)
    }
  }

  static func == (left: GCounter, right: GCounter) -> Bool {
    Set(left.slots.keys).union(right.slots.keys).allSatisfy {
      left.slots[$0, default: 0] == right.slots[$0, default: 0]
    }
  }
}

/// Subtractions are counted under the same slots of a second counter, by its own rules.
struct PNCounter: UpDownCounter {
  private var halves: [GCounter]

  init(replica: NodeID) { halves = [GCounter(replica: replica), GCounter(replica: replica)] }

  var value: Int64 { Int64(halves[0].value) - Int64(halves[1].value) }
  mutating func add(_ delta: Int64) { halves[delta < 0 ? 1 : 0].increment(by: delta.magnitude) }

  mutating func merge(_ other: PNCounter) {
    for index in halves.indices { halves[index].merge(other.halves[index]) }
  }
}
