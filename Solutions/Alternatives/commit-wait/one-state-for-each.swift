import ExerciseKit

struct CommitWaiter: CommitOrdering {
  private enum State: Equatable, Sendable {
    case promised(Int64)
    case waiting(Int64)
    case shown(Int64)
    case aborted
  }

  private var states: [Int: State] = [:]
  private var newest: Int64?

  init() {}

  private mutating func next(_ least: Int64) -> Int64 {
    if let newest, least <= newest { self.newest = newest + 1 } else { newest = least }
    return newest ?? least
  }

  mutating func prepare(_ id: Int, now: TimeInterval64) -> Int64? {
    switch states[id] {
    case .promised(let bound)?: return bound
    case nil:
      let bound = next(now.latest)
      states[id] = .promised(bound)
      return bound
    default: return nil
    }
  }

  mutating func begin(_ id: Int, now: TimeInterval64, prepared bounds: [Int64]) -> Int64 {
    switch states[id] {
    case .waiting(let timestamp)?, .shown(let timestamp)?: return timestamp
    default:
      let timestamp = next(max(now.latest, bounds.max() ?? now.latest))
      states[id] = .waiting(timestamp)
      return timestamp
    }
  }

  mutating func learn(_ id: Int, committedAt timestamp: Int64) -> Bool {
    switch states[id] {
    case .promised(let bound)? where bound <= timestamp:
      states[id] = .waiting(timestamp)
      newest = max(newest ?? timestamp, timestamp)
      return true
    case .waiting(timestamp)?, .shown(timestamp)?: return true
    default: return false
    }
  }

  mutating func abort(_ id: Int) -> Bool {
    switch states[id] {
    case .waiting?, .shown?: return false
    default:
      states[id] = .aborted
      return true
    }
  }

  mutating func poll(now: TimeInterval64) -> [Int] {
    var past: [(Int64, Int)] = []
    for (id, state) in states {
      if case .waiting(let timestamp) = state, timestamp < now.earliest {
        past.append((timestamp, id))
        states[id] = .shown(timestamp)
      }
    }
    return past.sorted { $0 < $1 }.map(\.1)
  }

  func safeSnapshot(at time: Int64) -> Bool {
    guard let newest, newest >= time else { return false }
    return !states.values.contains { state in
      switch state {
      case .promised(let number), .waiting(let number): number <= time
      case .shown, .aborted: false
      }
    }
  }
}
