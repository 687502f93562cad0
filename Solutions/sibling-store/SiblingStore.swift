public import ExerciseKit

/// A key-value store in the manner of Dynamo: a read returns every value that no later write has
/// replaced, with a context; a write names by its context what it replaces.
///
/// Guarantee: a value is kept exactly until a write whose context covers it is known, wherever either
/// was taken. So no write is lost in silence, a repeated message changes nothing, and there are never
/// more values than writes that are pairwise concurrent. It holds with states lost, repeated and
/// reordered and with stores that stop and start again. Source: Preguiça, Baquero, Almeida, Fonte
/// and Gonçalves 2012, Dotted Version Vectors, sections 4 and 5.
///
/// Must be stored: the whole store, as a copy of this value, before anything built from it leaves: the
/// answer to a write, a read, a state for another store. A store that has lost any of it must take a
/// new name. Under its old one it would give a dot to a second write, and of two writes under one dot
/// each looks replaced to whoever holds the other: both vanish. What its peers hold does not replace
/// the disk, since a dot may have left and be on its way still.
///
/// Cost: one dot per value, and per key one counter for each node that ever took a write of it; a
/// state as a message is the whole store.
///
/// Each value is named by the dot of the write that made it: the node that took the write and that
/// node's count, not the client. The context is a plain vector clock, since a node that counts another
/// up to seven has met its writes one to seven; whether it still holds them tells whether they were
/// replaced.
///
/// Deviation: the paper stores a clock beside every sibling; here one clock per key serves all its
/// siblings, as in the authors' later `dvvset`. Nothing is ever deleted but by being replaced.
public struct SiblingStore<Value: Hashable & Sendable>: Sendable {
  /// What a read returns.
  public struct Read: Equatable, Sendable {
    /// The values that nothing known here has replaced, ordered by their dots.
    public let values: [Value]
    /// Covers all of them: a write with this context replaces them all.
    public let context: VectorClock
  }

  /// A value and the write that made it.
  private struct Version: Hashable, Sendable {
    let dot: Dot
    let value: Value
  }

  /// What is known of one key.
  private struct Entry: Sendable {
    /// By rising dots.
    var versions: [Version] = []
    /// The writes met, replaced or not.
    var seen = VectorClock()
  }

  private let node: NodeID
  private var entries: [String: Entry] = [:]

  /// An empty store.
  public init(node: NodeID) {
    self.node = node
  }

  /// The current values of `key`, and what to say when replacing them.
  public func get(_ key: String) -> Read {
    let entry = entries[key] ?? Entry()
    return Read(values: entry.versions.map(\.value), context: entry.seen)
  }

  /// Writes a value that replaces what `context` covers and stands beside everything else. The empty
  /// context, of a client that has read nothing, replaces nothing.
  /// - Returns: false, and nothing is written, when a context leaves this node no dot: it counts it
  ///   up to the largest number, which no client can have read.
  @discardableResult
  public mutating func put(_ key: String, _ value: Value, context: VectorClock) -> Bool {
    var entry = entries[key] ?? Entry()
    entry.versions.removeAll { context.covers($0.dot) }
    // First the context, so that the new dot exceeds every dot of this node that anybody has read.
    entry.seen.merge(context)
    guard entry.seen[node] < .max else { return false }
    entry.seen.tick(node)
    let dot = Dot(replica: node, sequence: entry.seen[node])
    entry.versions.append(Version(dot: dot, value: value))
    entry.versions.sort { $0.dot < $1.dot }
    entries[key] = entry
    return true
  }

  /// Takes in all that another store knows: of each key the values that neither side knows to be
  /// replaced.
  public mutating func sync(from other: SiblingStore) {
    for (key, theirs) in other.entries {
      let ours = entries[key] ?? Entry()
      let kept =
        ours.versions.filter { theirs.versions.contains($0) || !theirs.seen.covers($0.dot) }
        + theirs.versions.filter { !ours.seen.covers($0.dot) }
      var seen = ours.seen
      seen.merge(theirs.seen)
      entries[key] = Entry(versions: kept.sorted { $0.dot < $1.dot }, seen: seen)
    }
  }
}

extension VectorClock {
  /// True when the write that `dot` names is among those this clock counts.
  fileprivate func covers(_ dot: Dot) -> Bool {
    dot.sequence <= self[dot.replica]
  }
}
