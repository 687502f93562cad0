// An immutable linked log of adds and removes, replayed whenever somebody asks.
import ExerciseKit

struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private enum Entry: Hashable, Sendable {
    case added(Element, Dot)
    case removed(Dot)
  }

  private indirect enum Log: Sendable {
    case empty
    case entry(Entry, then: Log)

    func contains(_ wanted: Entry) -> Bool {
      var rest = self
      while case .entry(let entry, let next) = rest {
        if entry == wanted { return true }
        rest = next
      }
      return false
    }

    var entries: [Entry] {
      var entries: [Entry] = []
      var rest = self
      while case .entry(let entry, let next) = rest {
        entries.append(entry)
        rest = next
      }
      return entries.reversed()
    }
  }

  private let replica: NodeID
  private var log = Log.empty

  init(replica: NodeID) {
    self.replica = replica
  }

  private func liveDots(of element: Element) -> Set<Dot> {
    var live: Set<Dot> = []
    for case .added(element, let dot) in log.entries where !log.contains(.removed(dot)) {
      live.insert(dot)
    }
    return live
  }

  var elements: Set<Element> {
    var present: Set<Element> = []
    for case .added(let element, let dot) in log.entries where !log.contains(.removed(dot)) {
      present.insert(element)
    }
    return present
  }

  func contains(_ element: Element) -> Bool {
    !liveDots(of: element).isEmpty
  }

  @discardableResult
  mutating func add(_ element: Element) -> Dot {
    var last: UInt64 = 0
    for case .added(_, let dot) in log.entries where dot.replica == replica {
      last = max(last, dot.sequence)
    }
    let dot = Dot(replica: replica, sequence: last + 1)
    log = .entry(.added(element, dot), then: log)
    return dot
  }

  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot> {
    let gone = liveDots(of: element)
    for dot in gone { log = .entry(.removed(dot), then: log) }
    return gone
  }

  mutating func merge(_ other: ORSet) {
    for entry in other.log.entries where !log.contains(entry) {
      log = .entry(entry, then: log)
    }
  }
}
