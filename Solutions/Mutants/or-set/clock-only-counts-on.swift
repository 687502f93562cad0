// fails: clock-going-back
// A tag equal to the last one is moved on, but a clock that was set back repeats older ones.
import ExerciseKit
import Glibc

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private let replica: NodeID
  private var added: [Element: Set<Dot>] = [:]
  private var removed: Set<Dot> = []
  private var last: UInt64 = 0

  init(replica: NodeID) {
    self.replica = replica
  }

  var elements: Set<Element> {
    Set(added.keys.filter(contains))
  }

  func contains(_ element: Element) -> Bool {
    !liveDots(of: element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    // In units of 16 ns, so that a few adds within one reading stay apart.
    let reading = (UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)) & ~15
    last = last & ~15 == reading ? last + 1 : reading
    let dot = Dot(replica: replica, sequence: last)
    added[element, default: []].insert(dot)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let observed = liveDots(of: element)
    removed.formUnion(observed)
    return observed
  }

  mutating func merge(_ other: ORSet) {
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    added[element, default: []].subtracting(removed)
  }
}
