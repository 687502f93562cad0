public import ExerciseKit

/// A log whose beginning has gone into a snapshot.
public struct CompactedLog<Command: Hashable & Sendable>: Hashable, Sendable {
  /// What an entry is for.
  public enum Content: Hashable, Sendable {
    /// Nothing: a new leader's first entry, with which it commits those before.
    case nothing
    /// The state machine is to apply this.
    case command(Command)
    /// From here on these servers are the cluster, in the order of their names.
    case members([NodeID])
  }

  /// An entry, and the term of the leader that first appended it.
  public struct Entry: Hashable, Sendable {
    /// The term.
    public var term: Term
    /// What it is for.
    public var content: Content

    /// Describes an entry.
    public init(_ term: Term, _ content: Content) {
      self.term = term
      self.content = content
    }
  }

  /// No index is larger, so that sums of two of them are numbers.
  public static var largestIndex: Int { 1 << 62 - 1 }

  /// The last entry that is in the snapshot; term and index 0 when there is none.
  public private(set) var base: LogPosition
  /// The entries behind it.
  public private(set) var entries: [Entry]

  /// A log behind a snapshot.
  public init(base: LogPosition = LogPosition(term: 0, index: 0), entries: [Entry] = []) {
    self.base = base
    self.entries = entries
  }

  /// Where the log ends.
  public var last: LogPosition {
    LogPosition(term: entries.last?.term ?? base.term, index: base.index + entries.count)
  }

  /// The entry at an index; nil when it is in the snapshot or not there.
  public subscript(index: Int) -> Entry? {
    index > base.index && index <= last.index ? entries[index - base.index - 1] : nil
  }

  /// The term of the entry at an index; nil for one that the snapshot hides or that is not there.
  public func term(at index: Int) -> Term? {
    index == base.index ? base.term : self[index]?.term
  }

  /// All that follows an index; nil when some of it is in the snapshot.
  public func entries(after index: Int) -> ArraySlice<Entry>? {
    index >= base.index ? entries.dropFirst(index - base.index) : nil
  }

  /// Appends at the end.
  public mutating func append(_ entry: Entry) {
    entries.append(entry)
  }

  /// Drops what follows an index, which the snapshot must not hide.
  public mutating func cut(after index: Int) {
    entries.removeLast(max(0, min(last.index - index, entries.count)))
  }

  /// Leaves to the snapshot what it covers. What follows is kept when the log agrees with the snapshot at
  /// its end, and dropped otherwise.
  public mutating func compact(to position: LogPosition) {
    let agrees = term(at: position.index) == position.term
    entries = agrees ? Array(entries.dropFirst(position.index - base.index)) : []
    base = position
  }
}
