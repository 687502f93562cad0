import ExerciseKit
import Solutions

/// A set, beside its history: every add has a number of its own.
private struct SetReplica<Items: ObservedRemoveSet<String>>: SimulatedReplica {
  private var items: Items
  private var added: [String: Set<Int>] = [:]
  private var removed: Set<Int> = []

  init(_ items: Items) { self.items = items }

  private static func text(_ elements: Set<String>) -> String {
    "{\(elements.sorted().joined(separator: " "))}"
  }
  private var expected: Set<String> {
    Set(added.filter { !$0.value.isSubset(of: removed) }.keys)
  }
  var told: String { Self.text(items.elements) }
  var flaw: String? {
    items.elements == expected
      ? nil : "holds \(told) where the adds and removes it knows leave \(Self.text(expected))"
  }

  private static func element(_ choice: Int) -> String { ["milk", "bread"][choice % 2] }
  private static func isRemove(_ choice: Int) -> Bool { choice % 5 < 2 }
  static func label(_ choice: Int) -> String {
    (isRemove(choice) ? "removes " : "adds ") + element(choice)
  }

  mutating func act(_ choice: Int, at moment: Int) {
    let element = Self.element(choice)
    if Self.isRemove(choice) {
      items.remove(element)
      removed.formUnion(added[element, default: []])
    } else {
      items.add(element)
      added[element, default: []].insert(moment)
    }
  }

  mutating func merge(_ other: Self, at moment: Int) {
    items.merge(other.items)
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
  }
}

/// A store with siblings of one key, beside the writes there were, and a client that has read it.
private struct SiblingReplica: SimulatedReplica {
  private var store: SiblingStore<Int>
  private var written: Set<Int> = []
  private var replaced: Set<Int> = []
  /// What the client has read here last.
  private var read: (context: VectorClock, written: Set<Int>) = (VectorClock(), [])

  init(_ id: NodeID) { store = SiblingStore(node: id) }

  private var values: [Int] { store.get("k").values.sorted() }
  var told: String { values.map { "\($0)" }.joined(separator: "|") }
  var flaw: String? {
    let expected = written.subtracting(replaced).sorted()
    guard values != expected else { return nil }
    return "has \(values) where the writes that nothing has replaced are \(expected)"
  }

  static func label(_ choice: Int) -> String {
    ["reads", "writes blindly", "writes over what it read", "writes over what it read"][choice % 4]
  }

  mutating func act(_ choice: Int, at moment: Int) {
    guard choice % 4 > 0 else {
      read = (store.get("k").context, written)
      return
    }
    let (context, seen) = choice % 4 == 1 ? (VectorClock(), []) : read
    store.put("k", moment, context: context)
    written.insert(moment)
    replaced.formUnion(seen)
  }

  mutating func merge(_ other: Self, at moment: Int) {
    store.sync(from: other.store)
    written.formUnion(other.written)
    replaced.formUnion(other.replaced)
  }
}

extension SimulatedPattern {
  private static let additions =
    "A copy holds what was added and not removed by somebody who had seen that add."

  static let orSet = SimulatedPattern("or-set", guarantee: additions) { _, id in
    SetReplica(ORSet<String>(replica: id))
  }

  static let compactORSet = SimulatedPattern("compact-or-set", guarantee: additions) { _, id in
    SetReplica(CompactORSet<String>(replica: id))
  }

  static let siblingStore = SimulatedPattern(
    "sibling-store",
    guarantee: "A value stays exactly until a write whose client had read it is known."
  ) { _, id in SiblingReplica(id) }
}
