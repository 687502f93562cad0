public import ExerciseKit

/// One entry of a replicated log: a command and the term of the leader that first appended it.
///
/// The term never changes when the entry is copied (Ongaro and Ousterhout 2014, section 5.3): it is
/// what lets two logs be compared.
public struct LogEntry: Hashable, Sendable, CustomStringConvertible {
  /// The term in which a leader appended it.
  public var term: Term
  /// What the state machine is to do.
  public var command: String

  /// Describes an entry.
  public init(_ term: Term, _ command: String) {
    self.term = term
    self.command = command
  }

  /// The command and its term: `x (term 2)`.
  public var description: String { "\(command) (term \(term))" }
}

extension [LogEntry] {
  /// Where the log ends; term 0 and index 0 when it is empty.
  public var lastPosition: LogPosition {
    LogPosition(term: last?.term ?? 0, index: count)
  }

  /// The term of the entry at an index from 1; 0 for index 0, nil beyond the end.
  public func term(at index: Int) -> Term? {
    guard index > 0 else { return index == 0 ? 0 : nil }
    return index <= count ? self[index - 1].term : nil
  }
}
