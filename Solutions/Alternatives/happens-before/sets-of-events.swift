// A clock as what it stands for: intervals of events, compared by inclusion through a generic join.
import ExerciseKit

private protocol PartiallyOrdered {
  func isAtMost(_ other: Self) -> Bool
}

extension PartiallyOrdered {
  fileprivate func relation(to other: Self) -> Causality {
    let answers: [[Causality]] = [[.concurrent, .after], [.before, .equal]]
    return answers[isAtMost(other) ? 1 : 0][other.isAtMost(self) ? 1 : 0]
  }
}

private struct Pasts<Node: Hashable & Sendable>: Hashable, Sendable, PartiallyOrdered {
  var last: [Node: UInt64] = [:]

  func isAtMost(_ other: Self) -> Bool {
    last.allSatisfy { node, count in count <= other.last[node] ?? 0 }
  }

  mutating func extend(_ node: Node, to count: UInt64) {
    if count > last[node] ?? 0 { last[node] = count }
  }
}

struct VectorClock: CausalClock {
  private var pasts = Pasts<NodeID>()

  init(_ counters: [NodeID: UInt64] = [:]) {
    for (node, count) in counters { pasts.extend(node, to: count) }
  }

  subscript(node: NodeID) -> UInt64 { pasts.last[node] ?? 0 }

  mutating func tick(_ node: NodeID) {
    pasts.extend(node, to: self[node] + 1)
  }

  mutating func merge(_ other: VectorClock) {
    for (node, count) in other.pasts.last { pasts.extend(node, to: count) }
  }

  func compare(to other: VectorClock) -> Causality { pasts.relation(to: other.pasts) }

  func happensBefore(_ other: VectorClock) -> Bool {
    pasts != other.pasts && pasts.isAtMost(other.pasts)
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    pasts.relation(to: other.pasts) == .concurrent
  }
}
