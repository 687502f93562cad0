/// The configurations a search has been in: how far it is in each lane, and the state. Exact: two are
/// taken for one only when they are equal.
struct ConfigurationTable {
  private let width: Int
  /// The configurations, one after the other, each `width` words.
  private var words: [Int32] = []
  private var hashes: [UInt64] = []
  /// For each slot the number of a configuration, or -1.
  private var slots: [Int32]

  init(laneCount: Int) {
    width = laneCount + 1
    slots = Array(repeating: -1, count: 64)
  }

  /// Remembers a configuration.
  /// - Returns: false when it was known.
  mutating func insert(_ positions: [Int32], _ state: Int32, hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let known = Int(slots[slot])
      if hashes[known] == hash, isConfiguration(known, positions, state) { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(hashes.count)
    hashes.append(hash)
    words += positions
    words.append(state)
    if hashes.count * 2 > slots.count { grow() }
    return true
  }

  private func isConfiguration(_ known: Int, _ positions: [Int32], _ state: Int32) -> Bool {
    let start = known * width
    guard words[start + width - 1] == state else { return false }
    for lane in positions.indices where words[start + lane] != positions[lane] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}
