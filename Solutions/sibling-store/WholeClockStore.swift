public import ExerciseKit

/// The same store with one vector clock for all siblings of a key together and no dots: how it was
/// done before, kept to show what the dots are for.
///
/// Guarantee: no write is lost. Not guaranteed: that a write replaces what its client has read. A
/// context that misses a single sibling replaces none, since the clock says of none which counts are
/// its own. Two clients that take turns make the siblings grow without bound. Source: Preguiça et al.
/// 2012, section 3.
///
/// Must be stored: the whole store, as a copy of this value, before the answer to a write leaves.
public struct WholeClockStore<Value: Hashable & Sendable>: Sendable {
  private let node: NodeID
  private var entries: [String: (values: [Value], clock: VectorClock)] = [:]

  /// An empty store.
  public init(node: NodeID) {
    self.node = node
  }

  /// The current values of `key` in the order they were written, and the clock of them all.
  public func get(_ key: String) -> SiblingStore<Value>.Read {
    let entry = entries[key] ?? ([], VectorClock())
    return SiblingStore.Read(values: entry.values, context: entry.clock)
  }

  /// Writes a value that replaces all others when `context` covers all of them, and none when not.
  public mutating func put(_ key: String, _ value: Value, context: VectorClock) {
    var entry = entries[key] ?? ([], VectorClock())
    let relation = entry.clock.compare(to: context)
    if relation == .before || relation == .equal { entry.values = [] }
    entry.clock.merge(context)
    entry.clock.tick(node)
    entry.values.append(value)
    entries[key] = entry
  }
}
