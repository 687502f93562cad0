/// The store of the first document that is to detect conflicts (E-08, E-09, E-58). The names it uses
/// and never defines (E-57) are supplied in the plainest way: a node's name, its peers, a dictionary.
public struct PrintedVersionedStore: Sendable {
  /// What `get` returns.
  public enum Answer: Equatable, Sendable {
    /// Nothing is stored.
    case nothing
    /// A value and the clock it was stored under.
    case value(String, PrintedVectorClock)
    /// Several values, and where a clock should stand the word `conflict`.
    case values([String], word: String)
  }

  private let node: String
  private let nodes: [String]
  private var storage: [String: (value: String, clock: PrintedVectorClock)] = [:]

  /// An empty store at `node`, which is one of `nodes`.
  public init(node: String, among nodes: [String]) {
    self.node = node
    self.nodes = nodes
  }

  /// The printed `put`: a context is incremented under the name inside it, a missing one is a new
  /// clock at zero, and the one slot of the key is overwritten.
  @discardableResult
  public mutating func put(
    _ key: String, _ value: String, context: PrintedVectorClock? = nil
  ) throws -> PrintedVectorClock {
    let zeros = Dictionary(uniqueKeysWithValues: nodes.map { ($0, 0) })
    var clock = context ?? PrintedVectorClock(owner: node, counters: zeros)
    try clock.count()
    storage[key] = (value, clock)
    return clock
  }

  /// The printed `get`. How conflicts would be found is not printed; they are given.
  public func get(_ key: String, conflicts: [String] = []) -> Answer {
    guard let entry = storage[key] else { return .nothing }
    return conflicts.isEmpty
      ? .value(entry.value, entry.clock) : .values(conflicts, word: "conflict")
  }
}
