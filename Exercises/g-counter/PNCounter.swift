import ExerciseKit

/// A counter that goes up and down.
struct PNCounter: UpDownCounter {
  // TODO: A slot that goes down cannot be merged by taking the larger number.

  /// Counts nothing yet.
  init(replica: NodeID) {
    // TODO: Remember who you are.
  }

  /// The sum of all changes known here.
  var value: Int64 {
    // TODO: What was added, less what was taken away.
    0
  }

  /// Adds `delta`, or takes it away when it is negative.
  mutating func add(_ delta: Int64) {
    // TODO: Where does a negative number go?
  }

  /// Takes in everything `other` knows.
  mutating func merge(_ other: PNCounter) {
    // TODO: Merge all that you keep.
  }

  /// True when both know the same changes.
  static func == (left: PNCounter, right: PNCounter) -> Bool {
    // TODO: Does it matter who holds the state?
    true
  }
}
