import ExerciseKit

/// A counter that only grows, replicated by exchanging whole states.
struct GCounter: GrowOnlyCounter {
  // TODO: What has to be remembered so that a state may arrive twice?

  /// Counts nothing yet.
  init(replica: NodeID) {
    // TODO: Remember who you are.
  }

  /// The sum of all increments known here.
  var value: UInt64 {
    // TODO: Add up what is known.
    0
  }

  /// Counts `amount` more.
  mutating func increment(by amount: UInt64 = 1) {
    // TODO: Count it where only you count.
  }

  /// Takes in everything `other` knows.
  mutating func merge(_ other: GCounter) {
    // TODO: Make the order, the grouping and the number of merges irrelevant.
  }

  /// True when both know the same increments.
  static func == (left: GCounter, right: GCounter) -> Bool {
    // TODO: Does it matter who holds the state?
    true
  }
}
