// Slots in sorted arrays; a PN counter keeps pairs of totals.
import ExerciseKit

struct GCounter: GrowOnlyCounter {
  private var me: NodeID
  private var slots: [(node: NodeID, count: UInt64)] = []

  init(replica: NodeID) { me = replica }

  var value: UInt64 { slots.reduce(0) { $0 + $1.count } }

  mutating func increment(by amount: UInt64) {
    guard amount != 0 else { return }
    raise(me, to: count(of: me) + amount)
  }

  mutating func merge(_ other: GCounter) {
    for slot in other.slots { raise(slot.node, to: slot.count) }
  }

  static func == (left: GCounter, right: GCounter) -> Bool {
    left.slots.elementsEqual(right.slots) { $0 == $1 }
  }

  private func count(of node: NodeID) -> UInt64 {
    slots.first { $0.node == node }?.count ?? 0
  }

  private mutating func raise(_ node: NodeID, to count: UInt64) {
    let place = slots.firstIndex { $0.node >= node } ?? slots.endIndex
    if place < slots.endIndex, slots[place].node == node {
      slots[place].count = max(slots[place].count, count)
    } else {
      slots.insert((node, count), at: place)
    }
  }
}

struct PNCounter: UpDownCounter {
  private struct Totals: Equatable {
    var up: UInt64 = 0
    var down: UInt64 = 0
  }

  private let me: NodeID
  private var totals: [NodeID: Totals] = [:]

  init(replica: NodeID) { me = replica }

  var value: Int64 { totals.values.reduce(0) { $0 + Int64($1.up) - Int64($1.down) } }

  mutating func add(_ delta: Int64) {
    if delta > 0 { totals[me, default: Totals()].up += UInt64(delta) }
    if delta < 0 { totals[me, default: Totals()].down += UInt64(-delta) }
  }

  mutating func merge(_ other: PNCounter) {
    totals.merge(other.totals) { Totals(up: max($0.up, $1.up), down: max($0.down, $1.down)) }
  }

  static func == (left: PNCounter, right: PNCounter) -> Bool { left.totals == right.totals }
}
