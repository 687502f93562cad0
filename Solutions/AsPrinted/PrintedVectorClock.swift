/// The vector clock of the first document: one entry per node of a fixed list, the owner's name inside
/// (E-10, E-11, E-56).
public struct PrintedVectorClock: Equatable, Sendable {
  /// What stops the printed methods.
  public enum Failure: Error, Equatable {
    /// The owner has no entry: its name is free, the entries are called `node_0`, `node_1` and on.
    case noEntry(String)
    /// `copy`, which the last line of `increment` calls, does not exist.
    case noCopy
  }

  /// Whose clock it is.
  public let owner: String
  /// The counters, by node.
  public private(set) var counters: [String: Int]

  /// The printed constructor: names made up from a number of nodes.
  public init(owner: String, nodeCount: Int) {
    self.owner = owner
    counters = Dictionary(uniqueKeysWithValues: (0..<nodeCount).map { ("node_\($0)", 0) })
  }

  /// A clock with these entries, as it would stand after the constructor was repaired.
  public init(owner: String, counters: [String: Int]) {
    self.owner = owner
    self.counters = counters
  }

  /// Counts, and then fails to return a copy.
  public mutating func increment() throws(Failure) {
    try count()
    throw Failure.noCopy
  }

  /// `increment` without its last line, so that the rest can be looked at.
  public mutating func count() throws(Failure) {
    guard let counter = counters[owner] else { throw Failure.noEntry(owner) }
    counters[owner] = counter + 1
  }

  /// The printed `happens_before`: both questions walk over this clock's entries alone.
  public func happensBefore(_ other: PrintedVectorClock) -> Bool {
    let isNowhereLarger = counters.allSatisfy { $0.value <= other.counters[$0.key, default: 0] }
    let isSomewhereSmaller = counters.contains { $0.value < other.counters[$0.key, default: 0] }
    return isNowhereLarger && isSomewhereSmaller
  }

  /// The printed `concurrent_with`: whatever is ordered neither way, equal clocks among them.
  public func isConcurrent(with other: PrintedVectorClock) -> Bool {
    !happensBefore(other) && !other.happensBefore(self)
  }
}
