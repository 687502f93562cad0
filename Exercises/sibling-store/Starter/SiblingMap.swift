import ExerciseKit

/// A store that keeps a value until a write that has seen it is known.
struct SiblingMap<Value: Hashable & Sendable>: SiblingKeeping {
  /// What a reader has seen of a key.
  struct Context: Sendable {
    // TODO: What must be known of a read, so that a write can say what it replaces?
  }

  /// What must be on the disk before anything that rests on it leaves.
  struct Stored: Sendable {
    // TODO: What must a store know that starts again?
  }

  private(set) var stored: Stored

  /// A store as it starts, or starts again.
  init(replica: NodeID, stored: Stored?) {
    self.stored = stored ?? Stored()
    // TODO: How will you name the writes of this store, so that no two writes anywhere have one name?
  }

  /// The keys that have a value.
  var keys: Set<String> {
    // TODO: Which are these?
    []
  }

  /// The values of a key, and what to hand back when replacing them.
  func get(_ key: String) -> SiblingRead<Value, Context> {
    // TODO: Which values, and what has their reader seen?
    SiblingRead(values: [], context: Context())
  }

  /// Writes a value that takes the place of what its client has read.
  mutating func put(_ key: String, _ value: Value, replacing context: Context?) {
    // TODO: Which values go, and what must be remembered of them?
  }

  /// Takes in all that another store knows.
  mutating func merge(_ other: SiblingMap) {
    // TODO: A value that only one of the two holds: is it new to the other one, or was it replaced there?
  }
}
