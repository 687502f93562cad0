// fails: agrees-with-the-oracle
// Elements are told apart up to their first line break.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<Dot>] = [:]
  private var removed: Set<Dot> = []
  private var last: UInt64 = 0
  private var names: [String: Element] = [:]

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(added.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    !live(names[key(element)] ?? element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    let element = own(element)
    last += 1
    let dot = Dot(replica: replica, sequence: last)
    added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let element = own(element)
    let observed = live(element)
    removed.formUnion(observed)

    return observed
  }

  mutating func merge(_ other: ORSet) {
    let mine = names; names.merge(other.names) { a, _ in a }; _ = mine
    for (e, d) in other.added { added[own(e), default: []].formUnion(d) }
    removed.formUnion(other.removed)
    for dot in other.added.values.joined() where dot.replica == replica {
      last = max(last, dot.sequence)
    }
  }

  private func live(_ element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
  private func key(_ e: Element) -> String {
    let s = "\(e)";
    return String(s.split(separator: "\n", omittingEmptySubsequences: false).first ?? "")
  }
  private mutating func own(_ e: Element) -> Element {
    if let n = names[key(e)] { return n }
    names[key(e)] = e
    return e
  }
}
