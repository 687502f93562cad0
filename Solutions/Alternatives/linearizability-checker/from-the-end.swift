import ExerciseKit

/// Looks for the last operation first: whatever comes before it must leave what it needs. Where every value is
/// written once, looks at the zones of the values (Gibbons and Korach 1997).
final class LinearizabilityChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    Zones.fit(history, initial) ?? LinearizabilityChecker(history, initial).fits()
  }

  /// What the register must hold before the operations that are placed.
  private enum Demand: Hashable {
    case exactly(Int)
    case none(of: Set<Int>)

    func allows(_ value: Int) -> Bool {
      switch self {
      case .exactly(let one): one == value
      case .none(let some): !some.contains(value)
      }
    }
  }

  private struct State: Hashable {
    var left: UInt64
    var demand: Demand
  }

  private let history: [TimedOperation]
  private let initial: Int
  private var refuted: Set<State> = []

  private init(_ history: [TimedOperation], _ initial: Int) {
    self.history = history
    self.initial = initial
  }

  private func fits() -> Bool {
    var all: UInt64 = 0
    for (index, operation) in history.enumerated() {
      if case .read = operation.kind, operation.returned == nil { continue }
      all |= UInt64(1) << UInt64(index)
    }
    return canStart(State(left: all, demand: .none(of: [])))
  }

  private func canStart(_ state: State) -> Bool {
    let left = history.indices.filter { state.left & (UInt64(1) << UInt64($0)) != 0 }
    if left.allSatisfy({ history[$0].returned == nil }), state.demand.allows(initial) {
      return true
    }
    if refuted.contains(state) { return false }
    for index in left {
      guard let demand = demand(before: history[index], state.demand) else { continue }
      var rest = state.left & ~(UInt64(1) << UInt64(index))
      var isLast = true
      if let end = history[index].returned {
        // What was asked for later cannot come before it: it has not happened, if that may be.
        for other in left where history[other].invoked > end {
          if history[other].returned != nil { isLast = false }
          rest &= ~(UInt64(1) << UInt64(other))
        }
      }
      if isLast, canStart(State(left: rest, demand: demand)) { return true }
    }
    refuted.insert(state)
    return false
  }

  /// What must be there before an operation; nil when it cannot leave what is demanded.
  private func demand(before operation: TimedOperation, _ after: Demand) -> Demand? {
    switch operation.kind {
    case .write(let value): return after.allows(value) ? .none(of: []) : nil
    case .read(let value): return after.allows(value) ? .exactly(value) : nil
    case .compareAndSet(let expected, let new, let succeeded):
      if succeeded || operation.returned == nil {
        return after.allows(new) ? .exactly(expected) : nil
      }
      switch after {
      case .exactly(let value): return value == expected ? nil : after
      case .none(let some): return .none(of: some.union([expected]))
      }
    }
  }
}

private enum Zones {
  private struct Zone {
    var write: Int?
    var firstEnd: Int?
    var lastStart: Int
    var isSeen = false
  }

  /// Nil where a value may have been written twice.
  static func fit(_ history: [TimedOperation], _ initial: Int) -> Bool? {
    var zones: [Int: Zone] = [:]
    for operation in history {
      switch operation.kind {
      case .compareAndSet: return nil
      case .read: continue
      case .write(let value):
        if value == initial || zones[value] != nil { return nil }
        zones[value] = Zone(
          write: operation.invoked, firstEnd: operation.returned, lastStart: operation.invoked,
          isSeen: operation.returned != nil)
      }
    }
    var lastLookAtFirst: Int?
    for operation in history {
      guard case .read(let value) = operation.kind, let end = operation.returned else { continue }
      if value == initial {
        lastLookAtFirst = max(lastLookAtFirst ?? operation.invoked, operation.invoked)
        continue
      }
      guard var zone = zones[value], let write = zone.write, end >= write else { return false }
      zone.firstEnd = min(zone.firstEnd ?? end, end)
      zone.lastStart = max(zone.lastStart, operation.invoked)
      zone.isSeen = true
      zones[value] = zone
    }
    let times = zones.values.filter(\.isSeen).map { ($0.firstEnd ?? $0.lastStart, $0.lastStart) }
    if let look = lastLookAtFirst, times.contains(where: { $0.0 < look }) { return false }
    let forward = times.filter { $0.0 < $0.1 }.sorted { $0.0 < $1.0 }
    let backward = times.filter { $0.0 >= $0.1 }
    for (one, next) in zip(forward, forward.dropFirst()) where next.0 < one.1 { return false }
    for zone in forward {
      if backward.contains(where: { zone.0 < $0.1 && $0.0 < zone.1 }) { return false }
    }
    return true
  }
}
