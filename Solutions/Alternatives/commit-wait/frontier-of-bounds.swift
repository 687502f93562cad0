import ExerciseKit

/// A snapshot is safe below the smallest number that anything unshown may have.
struct CommitWaiter: CommitOrdering {
  private struct Transaction: Sendable {
    var bound: Int64?
    var timestamp: Int64?
    var isShown = false
    var isAborted = false

    var pending: Int64? { isShown || isAborted ? nil : timestamp ?? bound }
    var isDecided: Bool { isAborted || timestamp != nil }
  }

  private var all: [Int: Transaction] = [:]
  /// The smallest number that is still free to be chosen; nil while any is.
  private var free: Int64?

  init() {}

  private mutating func take(_ least: Int64) -> Int64 {
    let number = free.map { max($0, least) } ?? least
    free = number + 1
    return number
  }

  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? {
    let known = all[id] ?? Transaction()
    if known.isDecided { return nil }
    let bound = known.bound ?? take(now.latest)
    all[id] = Transaction(bound: bound)
    return bound
  }

  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    if let timestamp = all[id]?.timestamp { return timestamp }
    let timestamp = take(bounds.reduce(now.latest) { $0 > $1 ? $0 : $1 })
    all[id, default: Transaction()].timestamp = timestamp
    return timestamp
  }

  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool {
    guard let known = all[id], !known.isAborted else { return false }
    if let own = known.timestamp { return own == timestamp }
    guard let bound = known.bound, timestamp >= bound else { return false }
    all[id]?.timestamp = timestamp
    free = max(free ?? .min, timestamp + 1)
    return true
  }

  mutating func abort(_ id: Int) -> Bool {
    if all[id]?.timestamp != nil { return false }
    all[id, default: Transaction()].isAborted = true
    return true
  }

  mutating func poll(now: TimeInterval64) -> [Int] {
    let past = all.compactMap { id, known -> (Int64, Int)? in
      guard !known.isShown, let timestamp = known.timestamp, timestamp < now.earliest else {
        return nil
      }
      return (timestamp, id)
    }.sorted { $0 < $1 }
    for (_, id) in past { all[id]?.isShown = true }
    return past.map { $0.1 }
  }

  func safeSnapshot(at time: Int64) -> Bool {
    guard let free else { return false }
    return time < all.values.compactMap(\.pending).reduce(free, min)
  }
}
