import ExerciseKit

/// Keeps every change there ever was, and which of them a removal has seen.
struct PNCart: ShoppingCart {
  struct Log: Sendable {
    var changes: [Dot: (item: String, amount: Int64)] = [:]
    var removed: Set<Dot> = []
    var own: UInt64 = 0
  }

  private let replica: NodeID
  private(set) var stored: Log

  init(replica: NodeID, stored: Log?) {
    self.replica = replica
    self.stored = stored ?? Log()
  }

  private var sums: [String: Int64] {
    var sums: [String: Int64] = [:]
    for (dot, change) in stored.changes where !stored.removed.contains(dot) {
      sums[change.item, default: 0] += change.amount
    }
    return sums
  }

  var items: Set<String> { Set(sums.filter { $0.value > 0 }.keys) }

  func quantity(of item: String) -> UInt64 { UInt64(clamping: sums[item] ?? 0) }

  private mutating func note(_ item: String, _ amount: Int64) {
    stored.own += 1
    stored.changes[Dot(replica: replica, sequence: stored.own)] = (item, amount)
  }

  mutating func add(_ item: String, _ amount: UInt32) { note(item, Int64(amount)) }

  mutating func take(_ item: String, _ amount: UInt32) -> Bool {
    guard quantity(of: item) >= amount else { return false }
    note(item, -Int64(amount))
    return true
  }

  mutating func remove(_ item: String) {
    for (dot, change) in stored.changes where change.item == item { stored.removed.insert(dot) }
  }

  mutating func merge(_ other: PNCart) {
    stored.changes.merge(other.stored.changes) { mine, _ in mine }
    stored.removed.formUnion(other.stored.removed)
  }
}
