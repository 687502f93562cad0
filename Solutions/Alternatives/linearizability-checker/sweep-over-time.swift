import ExerciseKit

/// Goes through the moments of a history from left to right and keeps everything that can be the case there
/// (Lowe 2017). Where every value is written once, sorts the values instead.
struct LinearizabilityChecker: HistoryChecking {
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool {
    if let answer = SortedValues(history, initial)?.canBeSorted() { return answer }
    return Sweep(history).succeeds(from: initial)
  }
}

private struct Sweep {
  /// What may be the case: which open operations have taken effect, and what the register holds.
  private struct Case: Hashable {
    var effective: Set<Int>
    var value: Int
  }

  private enum Moment {
    case call(Int)
    case answer(Int)
  }

  private let history: [TimedOperation]
  private let moments: [Moment]

  init(_ history: [TimedOperation]) {
    self.history = history
    var dated: [(time: Int, isAnswer: Bool, moment: Moment)] = []
    for (index, operation) in history.enumerated() {
      dated.append((operation.invoked, false, .call(index)))
      if let end = operation.returned { dated.append((end, true, .answer(index))) }
    }
    dated.sort { $0.time != $1.time ? $0.time < $1.time : !$0.isAnswer && $1.isAnswer }
    moments = dated.map(\.moment)
  }

  func succeeds(from initial: Int) -> Bool {
    var cases: Set = [Case(effective: [], value: initial)]
    var pending: [Int] = []
    for moment in moments {
      switch moment {
      case .call(let index): pending.append(index)
      case .answer(let index):
        cases = Set(
          everything(after: cases, pending).filter { $0.effective.contains(index) }.map { one in
            var one = one
            one.effective.remove(index)
            return one
          })
        pending.removeAll { $0 == index }
        if cases.isEmpty { return false }
      }
    }
    return true
  }

  private func everything(after cases: Set<Case>, _ pending: [Int]) -> Set<Case> {
    var known = cases
    var fresh = Array(cases)
    while let one = fresh.popLast() {
      for index in pending where !one.effective.contains(index) {
        guard let value = result(of: history[index], on: one.value) else { continue }
        let next = Case(effective: one.effective.union([index]), value: value)
        if known.insert(next).inserted { fresh.append(next) }
      }
    }
    return known
  }

  private func result(of operation: TimedOperation, on value: Int) -> Int? {
    let isOpen = operation.returned == nil
    switch operation.kind {
    case .write(let written): return written
    case .read(let seen): return isOpen || seen != value ? nil : value
    case .compareAndSet(let expected, let new, let succeeded):
      if isOpen { return expected == value ? new : nil }
      if succeeded { return expected == value ? new : nil }
      return expected == value ? nil : value
    }
  }
}

/// Values that are written once each, and which of them comes before which.
private struct SortedValues {
  private var operations: [Int: [TimedOperation]] = [:]
  private var isPossible = true
  private let initial: Int

  init?(_ history: [TimedOperation], _ initial: Int) {
    self.initial = initial
    var writes: [Int: TimedOperation] = [:]
    var reads: [Int: [TimedOperation]] = [:]
    for operation in history {
      switch operation.kind {
      case .write(let value):
        if value == initial || writes[value] != nil { return nil }
        writes[value] = operation
      case .read(let value):
        if operation.returned != nil { reads[value, default: []].append(operation) }
      case .compareAndSet: return nil
      }
    }
    for (value, write) in writes where write.returned != nil || reads[value] != nil {
      operations[value] = [write] + reads[value, default: []]
    }
    for (value, seen) in reads {
      if value == initial {
        operations[value] = seen
      } else if let write = writes[value] {
        for read in seen {
          if let end = read.returned, end < write.invoked { isPossible = false }
        }
      } else {
        isPossible = false
      }
    }
  }

  /// Takes away values that nothing has to come before, until none is left.
  func canBeSorted() -> Bool {
    guard isPossible else { return false }
    var left = operations
    if let first = left[initial] {
      for (value, others) in left where value != initial {
        if precedes(others, first) { return false }
      }
      left[initial] = nil
    }
    while !left.isEmpty {
      let free = left.first { candidate in
        !left.contains { $0.key != candidate.key && precedes($0.value, candidate.value) }
      }
      guard let free else { return false }
      left[free.key] = nil
    }
    return true
  }

  private func precedes(_ some: [TimedOperation], _ others: [TimedOperation]) -> Bool {
    for one in some {
      guard let end = one.returned else { continue }
      for other in others where end < other.invoked { return true }
    }
    return false
  }
}
