// An immutable linked list in the order of the nodes; a change rebuilds what lies before it.
import ExerciseKit

struct VectorClock: CausalClock {
  private indirect enum List: Hashable, Sendable {
    case end
    case entry(NodeID, UInt64, then: List)

    func count(of wanted: NodeID) -> UInt64 {
      guard case .entry(let node, let count, let rest) = self, node <= wanted else { return 0 }
      return node == wanted ? count : rest.count(of: wanted)
    }

    func setting(_ wanted: NodeID, to value: UInt64) -> List {
      guard case .entry(let node, let count, let rest) = self, node <= wanted else {
        return .entry(wanted, value, then: self)
      }
      if node == wanted { return .entry(wanted, value, then: rest) }
      return .entry(node, count, then: rest.setting(wanted, to: value))
    }

    func joined(_ other: List) -> List {
      guard case .entry(let node, let count, let rest) = other else { return self }
      return setting(node, to: max(count, self.count(of: node))).joined(rest)
    }

    func isWithin(_ other: List) -> Bool {
      guard case .entry(let node, let count, let rest) = self else { return true }
      return count <= other.count(of: node) && rest.isWithin(other)
    }
  }

  private var list = List.end

  init(_ counters: [NodeID: UInt64] = [:]) {
    for (node, count) in counters where count > 0 { list = list.setting(node, to: count) }
  }

  subscript(node: NodeID) -> UInt64 { list.count(of: node) }

  mutating func tick(_ node: NodeID) {
    list = list.setting(node, to: self[node] + 1)
  }

  mutating func merge(_ other: VectorClock) {
    list = list.joined(other.list)
  }

  func compare(to other: VectorClock) -> Causality {
    switch (list.isWithin(other.list), other.list.isWithin(list)) {
    case (true, true): .equal
    case (true, false): .before
    case (false, true): .after
    case (false, false): .concurrent
    }
  }

  func happensBefore(_ other: VectorClock) -> Bool { compare(to: other) == .before }

  func isConcurrent(with other: VectorClock) -> Bool { compare(to: other) == .concurrent }
}
