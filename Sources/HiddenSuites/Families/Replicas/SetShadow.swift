/// What a set must hold: every add there ever was and every removal, which is what a compact set must be able
/// to do without.
struct SetShadow<Element: Hashable & Sendable>: Sendable {
  /// Whose it is.
  let name: Int128
  private(set) var adds: [Element: Set<ShadowDot>] = [:]
  private var removed: Set<ShadowDot> = []
  /// The adds whose place a later one of their element has taken that had seen them.
  private var replaced: Set<ShadowDot> = []
  /// The number of the last add of each replica that is known of.
  private(set) var seen: [Int128: Int128] = [:]

  init(name: Int128, seen: [Int128: Int128] = [:]) {
    (self.name, self.seen) = (name, seen)
  }

  /// The adds of an element that nobody has removed.
  func live(_ element: Element) -> Set<ShadowDot> {
    adds[element]?.subtracting(removed) ?? []
  }

  /// Those of them that no other live one has seen. A set may let an add take the place of those it has
  /// seen, but these it has to keep apart.
  func newest(among live: Set<ShadowDot>) -> Set<ShadowDot> { live.subtracting(replaced) }

  /// The elements that are there.
  var elements: [Element] {
    adds.filter { !$0.value.isSubset(of: removed) }.map(\.key)
  }

  /// Takes the element's dots away.
  mutating func remove(_ element: Element) {
    guard let dots = adds[element] else { return }
    removed.formUnion(dots)
  }

  mutating func add(_ element: Element) -> ShadowDot {
    replaced.formUnion(adds[element] ?? [])
    let dot = ShadowDot(replica: name, sequence: seen[name, default: 0] + 1)
    seen[name] = dot.sequence
    adds[element, default: []].insert(dot)
    return dot
  }

  mutating func merge(_ other: SetShadow) {
    for (element, dots) in other.adds { adds[element, default: []].formUnion(dots) }
    removed.formUnion(other.removed)
    replaced.formUnion(other.replaced)
    seen.merge(other.seen, uniquingKeysWith: max)
  }
}

struct ShadowDot: Hashable, Comparable, Sendable {
  let replica: Int128
  let sequence: Int128
  var numbers: [Int128] { [replica, sequence] }
  static func < (left: ShadowDot, right: ShadowDot) -> Bool {
    (left.replica, left.sequence) < (right.replica, right.sequence)
  }
}
