import ExerciseKit

/// Keeps what waits in the order in which it will be shown.
struct CommitWaiter: CommitOrdering {
  private var promises: [Int: Int64] = [:]
  private var queue: [(timestamp: Int64, id: Int)] = []
  private var timestamps: [Int: Int64] = [:]
  private var aborted: Set<Int> = []
  private var newest: [Int64] = []

  init() {}

  private mutating func next(_ least: Int64) -> Int64 {
    let number = max(least, (newest.last ?? .min) == .min ? least : (newest.last ?? 0) + 1)
    newest.append(number)
    return number
  }

  private mutating func settle(_ id: Int, _ timestamp: Int64) {
    promises.removeValue(forKey: id)
    timestamps[id] = timestamp
    let place = queue.firstIndex { ($0.timestamp, $0.id) > (timestamp, id) } ?? queue.count
    queue.insert((timestamp, id), at: place)
  }

  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? {
    guard timestamps[id] == nil, !aborted.contains(id) else { return nil }
    if promises[id] == nil { promises[id] = next(now.latest) }
    return promises[id]
  }

  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    if let known = timestamps[id] { return known }
    let timestamp = next(([now.latest] + bounds).max() ?? 0)
    settle(id, timestamp)
    return timestamp
  }

  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool {
    if let known = timestamps[id] { return known == timestamp }
    guard let bound = promises[id], bound <= timestamp else { return false }
    settle(id, timestamp)
    if timestamp > newest.last ?? .min { newest.append(timestamp) }
    return true
  }

  mutating func abort(_ id: Int) -> Bool {
    guard timestamps[id] == nil else { return false }
    promises[id] = nil
    aborted.insert(id)
    return true
  }

  mutating func poll(now: TimeInterval64) -> [Int] {
    let count = queue.firstIndex { $0.timestamp >= now.earliest } ?? queue.count
    defer { queue.removeFirst(count) }
    return queue[..<count].map(\.id)
  }

  func safeSnapshot(at time: Int64) -> Bool {
    (newest.last.map { time <= $0 } ?? false) && promises.values.allSatisfy { $0 > time }
      && queue.first.map { $0.timestamp > time } ?? true
  }
}
