// Two parallel sorted arrays, compared in one pass, in place of a dictionary.
import ExerciseKit

struct VectorClock: CausalClock {
  private var nodes: [NodeID] = []
  private var counts: [UInt64] = []

  init(_ counters: [NodeID: UInt64] = [:]) {
    for (node, count) in counters.sorted(by: { $0.key < $1.key }) where count > 0 {
      nodes.append(node)
      counts.append(count)
    }
  }

  /// Where the node is or belongs.
  private func position(of node: NodeID) -> Int {
    var low = 0
    var high = nodes.count
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low
  }

  subscript(node: NodeID) -> UInt64 {
    let index = position(of: node)
    return index < nodes.count && nodes[index] == node ? counts[index] : 0
  }

  private mutating func set(_ node: NodeID, to count: UInt64) {
    let index = position(of: node)
    if index < nodes.count && nodes[index] == node {
      counts[index] = count
    } else if count > 0 {
      nodes.insert(node, at: index)
      counts.insert(count, at: index)
    }
  }

  mutating func tick(_ node: NodeID) {
    set(node, to: self[node] + 1)
  }

  mutating func merge(_ other: VectorClock) {
    for (node, count) in zip(other.nodes, other.counts) { set(node, to: max(self[node], count)) }
  }

  func compare(to other: VectorClock) -> Causality {
    var isSmaller = false
    var isLarger = false
    var left = 0
    var right = 0
    while left < nodes.count || right < other.nodes.count {
      if right == other.nodes.count || (left < nodes.count && nodes[left] < other.nodes[right]) {
        isLarger = true
        left += 1
      } else if left == nodes.count || other.nodes[right] < nodes[left] {
        isSmaller = true
        right += 1
      } else {
        if counts[left] < other.counts[right] { isSmaller = true }
        if counts[left] > other.counts[right] { isLarger = true }
        left += 1
        right += 1
      }
    }
    if isSmaller && isLarger { return .concurrent }
    if isSmaller { return .before }
    return isLarger ? .after : .equal
  }

  func happensBefore(_ other: VectorClock) -> Bool {
    compare(to: other) == .before
  }

  func isConcurrent(with other: VectorClock) -> Bool {
    compare(to: other) == .concurrent
  }
}
