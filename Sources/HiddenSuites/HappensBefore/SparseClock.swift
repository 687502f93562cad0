import ExerciseKit

/// A vector clock as the suite reckons: for every node, how many events there were; absent means none.
struct SparseClock: Hashable, Sendable {
  private var counters: [Int128: Int128] = [:]

  init() {}

  /// A clock of nodes and counters in turn.
  init(_ part: some Collection<Int128>) {
    var rest = part[...]
    while let node = rest.popFirst(), let count = rest.popFirst() { self[node] = count }
  }

  subscript(node: Int128) -> Int128 {
    get { counters[node, default: 0] }
    set { counters[node] = newValue == 0 ? nil : newValue }
  }

  /// The nodes that have had an event, in order.
  var nodes: [Int128] { counters.keys.sorted() }

  /// Nodes and counters in turn.
  var part: [Int128] { nodes.flatMap { [$0, self[$0]] } }

  mutating func merge(_ other: SparseClock) {
    counters.merge(other.counters, uniquingKeysWith: max)
  }

  /// How this clock relates to another, by definition: over every node that either of them names.
  func relation(to other: SparseClock) -> Causality {
    // A node that only one side names counts zero on the other, so each side's entries are enough.
    let isSomewhereLarger = counters.contains { $0.value > other[$0.key] }
    let isSomewhereSmaller = other.counters.contains { $0.value > self[$0.key] }
    return switch (isSomewhereSmaller, isSomewhereLarger) {
    case (false, false): .equal
    case (true, false): .before
    case (false, true): .after
    case (true, true): .concurrent
    }
  }

  /// Why the relation is what it is.
  func reason(for other: SparseClock) -> String {
    let nodes = Set(nodes + other.nodes).sorted()
    let larger = nodes.first { self[$0] > other[$0] }
      .map { "n\($0) is larger on the left (\(self[$0]) > \(other[$0]))" }
    let smaller = nodes.first { self[$0] < other[$0] }
      .map { "n\($0) is larger on the right (\(self[$0]) < \(other[$0]))" }
    return switch (larger, smaller) {
    case (nil, nil): "no counter differs"
    case (nil, .some(let smaller)): "\(smaller) and none is larger on the left"
    case (.some(let larger), nil): "\(larger) and none is larger on the right"
    case (.some(let larger), .some(let smaller)): "\(larger) and \(smaller)"
    }
  }
}

extension Causality {
  /// What the same pair is the other way round.
  var mirrored: Causality {
    switch self {
    case .equal, .concurrent: self
    case .before: .after
    case .after: .before
    }
  }
}
