/// Which of some things come before which, kept closed under transitivity.
struct Relation {
  private let count: Int
  private let words: Int
  /// For each thing the bits of those before it.
  private var before: [UInt64]

  init(count: Int) {
    self.count = count
    words = (count + 63) / 64
    before = Array(repeating: 0, count: count * words)
  }

  func contains(_ first: Int, before second: Int) -> Bool {
    before[second * words + first / 64] & (1 << UInt64(first % 64)) != 0
  }

  var hasCycle: Bool { (0..<count).contains { contains($0, before: $0) } }

  /// Puts a thing, and all before it, before another and all after that.
  /// - Returns: false when it was so already.
  @discardableResult
  mutating func insert(_ first: Int, before second: Int) -> Bool {
    guard !contains(first, before: second) else { return false }
    for later in 0..<count where later == second || contains(second, before: later) {
      for word in 0..<words { before[later * words + word] |= before[first * words + word] }
      before[later * words + first / 64] |= 1 << UInt64(first % 64)
    }
    return true
  }

  /// The same among some of the things only, the others unrelated.
  func restricted(to kept: Set<Int>) -> Relation {
    var part = Relation(count: count)
    for second in kept {
      for first in kept where contains(first, before: second) { part.insert(first, before: second) }
    }
    return part
  }
}
