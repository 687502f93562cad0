import ExerciseKit

/// A watcher's copy of an object store, kept up to date by watching and, when the watch has a gap, by
/// listing again.
///
/// Guarantee: after `sync`, the copy equals the store at the moment of the sync. Between syncs it is
/// stale and says of which version it is. It need not be stored: a copy that is lost is listed again.
/// Source: the list-and-watch pattern of Kubernetes clients.
public struct Informer<Value: Sendable>: Sendable {
  /// How a sync was done.
  public enum Sync: Hashable, Sendable {
    /// By applying this many changes.
    case watched(Int)
    /// By reading everything, because the store cannot tell what changed since the last sync: it
    /// has compacted some of it, or it is behind what was seen.
    case listedAgain
  }

  /// An object as it was when it was last read.
  public struct Seen: Sendable {
    /// Its value.
    public var value: Value
    /// Its version, to be expected by an update.
    public var version: UInt64
  }

  /// What is known, by key.
  public private(set) var objects: [String: Seen] = [:]
  /// The store's version that the copy is of.
  public private(set) var version: UInt64 = 0

  /// Knows nothing yet.
  public init() {}

  /// Brings the copy up to the store's version.
  @discardableResult
  public mutating func sync(with store: ObjectStore<Value>) -> Sync {
    let changes = try? store.watch(from: version)
    let changed = changes.map { Set($0.map(\.key)).sorted() }
    if changed == nil { objects = [:] }
    for key in changed ?? store.keys {
      objects[key] = store.get(key).map { Seen(value: $0.value, version: $0.version) }
    }
    version = store.version
    return changes.map { .watched($0.count) } ?? .listedAgain
  }
}
