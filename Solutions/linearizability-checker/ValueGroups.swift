import ExerciseKit

/// A history in which no value is written twice, parted by values: each write with the reads of what it wrote.
///
/// In an order that explains the history the operations of a group stand together, so there is one exactly when
/// the groups can be put in an order. Source: Gibbons and Korach 1997, section 4.
struct ValueGroups {
  /// The operations of one value.
  private struct Group {
    /// When its write was asked for; nil for what the register holds at first.
    var written: Int?
    /// When the first of them had its answer; nil before the first write has begun, and while none has one.
    var firstReturn: Int?
    /// When the last of them was asked for.
    var lastCall: Int?

    /// Whether an operation of this group had its answer before one of another was asked for.
    func precedes(_ other: Group) -> Bool {
      guard let firstReturn, let lastCall = other.lastCall else { return false }
      return firstReturn < lastCall
    }

    mutating func add(_ operation: TimedOperation) {
      lastCall = max(lastCall ?? operation.invoked, operation.invoked)
      guard let returned = operation.returned else { return }
      firstReturn = min(firstReturn ?? returned, returned)
    }
  }

  private var groups: [Int: Group]
  /// Whether every read returned something that had been written, or asked to be.
  private var everyReadHasItsWrite = true
  private let initial: Int

  /// Parts a history; nil where a value is written twice, or by an operation that compares.
  init?(_ history: [TimedOperation], initial: Int) {
    self.initial = initial
    groups = [initial: Group()]
    for operation in history {
      switch operation.kind {
      case .write(let value):
        guard groups[value] == nil else { return nil }
        groups[value] = Group(written: operation.invoked)
        groups[value]?.add(operation)
      case .compareAndSet: return nil
      case .read: break
      }
    }
    for operation in history {
      guard case .read(let value) = operation.kind, let returned = operation.returned else {
        continue
      }
      if let written = groups[value]?.written {
        if returned < written { everyReadHasItsWrite = false }
      } else if value != initial {
        everyReadHasItsWrite = false
      }
      groups[value]?.add(operation)
    }
  }

  /// Whether the groups can be put in an order. Of a cycle among them two are one already: whose first answer
  /// is the earliest, and who must come before it.
  var fitTogether: Bool {
    guard everyReadHasItsWrite else { return false }
    // A write without an answer that nobody has seen comes before none, so it is in nobody's way.
    let written = groups.filter { $0.key != initial }.map(\.value)
    let first = groups[initial] ?? Group()
    return !written.contains { $0.precedes(first) }
      && written.indices.allSatisfy { place in
        written[..<place].allSatisfy {
          !$0.precedes(written[place]) || !written[place].precedes($0)
        }
      }
  }
}
