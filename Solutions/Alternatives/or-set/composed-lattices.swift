// Built from smaller lattices, each with a merge of its own: a map of sets, a set, a maximum.
import ExerciseKit

private protocol Lattice: Sendable {
  static var bottom: Self { get }
  mutating func join(_ other: Self)
}

private struct Growing<Member: Hashable & Sendable>: Lattice {
  var members: Set<Member> = []
  static var bottom: Self { Self() }
  mutating func join(_ other: Self) { members.formUnion(other.members) }
}

private struct Largest: Lattice {
  var value: UInt64 = 0
  static var bottom: Self { Self() }
  mutating func join(_ other: Self) { value = max(value, other.value) }
}

private struct Keyed<Key: Hashable & Sendable, Value: Lattice>: Lattice {
  var values: [Key: Value] = [:]
  static var bottom: Self { Self() }

  subscript(key: Key) -> Value {
    get { values[key] ?? .bottom }
    set { values[key] = newValue }
  }

  mutating func join(_ other: Self) {
    for (key, value) in other.values { self[key].join(value) }
  }
}

private struct Both<First: Lattice, Second: Lattice>: Lattice {
  var first = First.bottom
  var second = Second.bottom
  static var bottom: Self { Self() }

  mutating func join(_ other: Self) {
    first.join(other.first)
    second.join(other.second)
  }
}

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private typealias Dots = Both<Growing<Dot>, Growing<Dot>>

  private let replica: NodeID
  private var state = Both<Keyed<Element, Dots>, Keyed<NodeID, Largest>>()

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(state.first.values.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    !live(element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    state.second[replica].value += 1
    let dot = Dot(replica: replica, sequence: state.second[replica].value)
    state.first[element].first.members.insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = live(element)
    state.first[element].second.members.formUnion(observed)
    return observed
  }

  mutating func merge(_ other: ORSet) {
    state.join(other.state)
  }

  private func live(_ element: Element) -> Set<Dot> {
    let dots = state.first[element]
    return dots.first.members.subtracting(dots.second.members)
  }
}
