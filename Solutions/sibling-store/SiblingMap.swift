public import ExerciseKit

/// A store that keeps siblings, as the exercise `sibling-store` asks for it.
///
/// Guarantee: a value is kept exactly until a write whose client had read it is known, wherever either was
/// taken. So no write is lost in silence, a repeated message changes nothing, and there are never more values
/// than writes that are pairwise concurrent. It holds with states lost, repeated and reordered and with stores
/// that stop and start again. Source: Preguiça, Baquero, Almeida, Fonte and Gonçalves 2012, sections 4 and 5.
///
/// Must be stored: `stored`, before anything built from it leaves: a read, the answer to a write, a state for
/// another store. A store that has lost any of it must take a new name: under its old one it would give a
/// second write a dot that others have met, and they would take it for replaced.
///
/// Cost: for each key one counter for each name that ever took a write of it. A value needs no dot of its own:
/// as in the authors' later `dvvset`, the values of one node are a list, whose first has the dot that the node
/// is counted to, the second the one before it, and so on.
public struct SiblingMap<Value: Hashable & Sendable>: SiblingKeeping {
  /// How many writes of each node a reader has seen.
  public typealias Context = [NodeID: UInt64]

  /// The writes of one node to one key.
  public struct Column: Hashable, Sendable {
    /// How many are known.
    var count: UInt64 = 0
    /// The values of the last ones, the newest first; what is not among them was replaced.
    var values: [Value] = []

    /// Drops the values of its first `seen` writes.
    fileprivate mutating func forget(_ seen: UInt64) {
      if count <= seen {
        self = Column(count: seen)
      } else if count - seen < UInt64(values.count) {
        values.removeLast(values.count - Int(count - seen))
      }
    }
  }

  private let node: NodeID
  /// What must be on the disk.
  public private(set) var stored: [String: [NodeID: Column]]

  /// A store as it starts, or starts again.
  public init(replica: NodeID, stored: [String: [NodeID: Column]]?) {
    node = replica
    self.stored = stored ?? [:]
  }

  /// The keys that have a value.
  public var keys: Set<String> {
    Set(stored.filter { !$0.value.allSatisfy(\.value.values.isEmpty) }.keys)
  }

  /// The values of a key, and what to hand back when replacing them.
  public func get(_ key: String) -> SiblingRead<Value, Context> {
    let columns = stored[key, default: [:]]
    return SiblingRead(
      values: columns.sorted { $0.key < $1.key }.flatMap(\.value.values),
      context: columns.mapValues(\.count))
  }

  /// Writes a value that takes the place of what `context` has seen.
  public mutating func put(_ key: String, _ value: Value, replacing context: Context?) {
    var columns = stored[key, default: [:]]
    for (name, count) in context ?? [:] { columns[name, default: Column()].forget(count) }
    columns[node, default: Column()].count += 1
    columns[node, default: Column()].values.insert(value, at: 0)
    stored[key] = columns
  }

  /// Takes in all that another store knows.
  public mutating func merge(_ other: SiblingMap) {
    for (key, theirs) in other.stored {
      stored[key, default: [:]].merge(theirs) { ours, theirs in
        var (more, less) = ours.count >= theirs.count ? (ours, theirs) : (theirs, ours)
        // What both have counted, and one of them holds no longer, was replaced.
        more.forget(less.count - UInt64(less.values.count))
        return more
      }
    }
  }
}
