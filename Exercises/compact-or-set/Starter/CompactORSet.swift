import ExerciseKit

/// An observed-remove set that keeps nothing of what was removed.
struct CompactORSet<Element: Hashable & Sendable>: CompactObservedRemoveSet {
  /// Everything that is known, which must be on the disk before a dot or this set's state leaves.
  var stored = CompactSetRecord<Element>()

  /// A set as it starts, or starts again from what it stored last.
  init(replica: NodeID, stored: CompactSetRecord<Element>?) {
    // TODO: What does it know?
  }

  /// The elements present now.
  var elements: Set<Element> {
    // TODO: Which have a live dot?
    []
  }

  /// Adds `element` under a new dot, in the place of those seen here.
  mutating func add(_ element: Element) -> Dot {
    // TODO: Which number has no add of this replica had?
    Dot(replica: NodeID(0), sequence: 0)
  }

  /// Removes `element` as far as this replica has seen it.
  mutating func remove(_ element: Element) -> Set<Dot> {
    // TODO: Which dots go, and what stays?
    []
  }

  /// Takes in everything `other` knows.
  mutating func merge(_ other: CompactORSet) {
    // TODO: Of a dot that one side holds: has the other side met it?
  }
}
