import ExerciseKit

/// For each item and replica the list of all amounts, and how many of its beginning removals have seen.
struct PNCart: ShoppingCart {
  struct Row: Sendable {
    var amounts: [Int64] = []
    var cut = 0
    var sum: Int64 { amounts.dropFirst(cut).reduce(0, +) }
  }

  struct Key: Hashable, Sendable {
    let item: String
    let replica: NodeID
  }

  private let replica: NodeID
  private var rows: [Key: Row]

  init(replica: NodeID, stored: [Key: Row]?) {
    self.replica = replica
    rows = stored ?? [:]
  }

  var stored: [Key: Row] { rows }

  private func sum(_ item: String) -> Int64 {
    rows.filter { $0.key.item == item }.values.reduce(0) { $0 + $1.sum }
  }

  var items: Set<String> { Set(rows.keys.map(\.item).filter { sum($0) > 0 }) }

  func quantity(of item: String) -> UInt64 {
    let sum = sum(item)
    return sum < 0 ? 0 : UInt64(sum)
  }

  mutating func add(_ item: String, _ amount: UInt32) {
    rows[Key(item: item, replica: replica), default: Row()].amounts.append(Int64(amount))
  }

  mutating func take(_ item: String, _ amount: UInt32) -> Bool {
    guard amount <= quantity(of: item) else { return false }
    rows[Key(item: item, replica: replica), default: Row()].amounts.append(-Int64(amount))
    return true
  }

  mutating func remove(_ item: String) {
    for key in rows.keys where key.item == item {
      let count = rows[key]?.amounts.count ?? 0
      rows[key]?.cut = count
    }
  }

  mutating func merge(_ other: PNCart) {
    rows.merge(other.rows) { mine, theirs in
      let longer = mine.amounts.count >= theirs.amounts.count ? mine : theirs
      return Row(amounts: longer.amounts, cut: max(mine.cut, theirs.cut))
    }
  }
}
