// Sorted arrays searched by halving, in place of every set and dictionary.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  /// All adds ever seen, in the order of their dots.
  private var adds: [(dot: Dot, element: Element)] = []
  /// Whether the add at the same index has been removed.
  private var isRemoved: [Bool] = []

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    var present: Set<Element> = []
    for (add, isRemoved) in zip(adds, isRemoved) where !isRemoved { present.insert(add.element) }
    return present
  }

  func contains(_ element: Element) -> Bool {
    adds.indices.contains { adds[$0].element == element && !isRemoved[$0] }
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    // The next replica's dots begin where this one's end.
    let end = position(of: Dot(replica: replica, sequence: .max))
    let last = end > 0 && adds[end - 1].dot.replica == replica ? adds[end - 1].dot.sequence : 0
    let dot = Dot(replica: replica, sequence: last + 1)
    adds.insert((dot, element), at: end)
    isRemoved.insert(false, at: end)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    var gone: Set<Dot> = []
    for index in adds.indices where adds[index].element == element && !isRemoved[index] {
      isRemoved[index] = true
      gone.insert(adds[index].dot)
    }
    return gone
  }

  mutating func merge(_ other: ORSet) {
    for (add, wasRemoved) in zip(other.adds, other.isRemoved) {
      let index = position(of: add.dot)
      if index < adds.count && adds[index].dot == add.dot {
        isRemoved[index] = isRemoved[index] || wasRemoved
      } else {
        adds.insert(add, at: index)
        isRemoved.insert(wasRemoved, at: index)
      }
    }
  }

  /// The first index whose dot is not smaller.
  private func position(of dot: Dot) -> Int {
    var low = 0
    var high = adds.count
    while low < high {
      let middle = (low + high) / 2
      if adds[middle].dot < dot { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
