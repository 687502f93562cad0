// fails: merge-takes-the-maximum
// entries are kept sorted by node, but past 300 entries a merge no longer sorts, and looking up is by halves.
import ExerciseKit

struct VectorClock: CausalClock {
  private var nodes: [NodeID] = []
  private var counts: [UInt64] = []
  init(_ counters: [NodeID: UInt64] = [:]) {
    for (node, count) in counters.sorted(by: { $0.key < $1.key }) where count > 0 {
      nodes.append(node); counts.append(count)
    }
  }
  private func place(_ node: NodeID) -> Int {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low
  }
  subscript(node: NodeID) -> UInt64 {
    let p = place(node)
    return p < nodes.count && nodes[p] == node ? counts[p] : 0
  }
  private mutating func set(_ node: NodeID, _ count: UInt64) {
    let p = place(node)
    if p < nodes.count && nodes[p] == node { counts[p] = count; return }
    let q = nodes.count > 300 ? nodes.count : p
    nodes.insert(node, at: q); counts.insert(count, at: q)
  }
  mutating func tick(_ node: NodeID) { let c = self[node]; if c < .max { set(node, c + 1) } }
  mutating func merge(_ other: VectorClock) {
    for (node, count) in zip(other.nodes, other.counts) where count > self[node] {
      set(node, count)
    }
  }
  private var all: [NodeID: UInt64] { Dictionary(zip(nodes, counts), uniquingKeysWith: max) }
  static func == (l: Self, r: Self) -> Bool { l.compare(to: r) == .equal }
  func hash(into hasher: inout Hasher) { hasher.combine(all) }
  func compare(to other: VectorClock) -> Causality {
    let a = nodes.contains { self[$0] > other[$0] }
    let b = other.nodes.contains { other[$0] > self[$0] }
    return a ? (b ? .concurrent : .after) : (b ? .before : .equal)
  }
  func happensBefore(_ o: VectorClock) -> Bool { compare(to: o) == .before }
  func isConcurrent(with o: VectorClock) -> Bool { compare(to: o) == .concurrent }
}
