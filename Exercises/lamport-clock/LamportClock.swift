import ExerciseKit

/// A Lamport clock: one counter that respects cause and effect.
struct LamportClock: LogicalClock {
  /// The node this clock counts for.
  let node: NodeID
  /// The number of its last event; zero before the first.
  private(set) var counter: UInt64 = 0

  /// A clock that has counted nothing.
  init(node: NodeID) {
    self.node = node
  }

  /// Counts a local event, or the sending of a message, and stamps it.
  mutating func tick() -> LamportStamp {
    // TODO: Count the event.
    LamportStamp(counter: counter, node: node)
  }

  /// Counts the receipt of a message that was sent under `stamp`, and stamps the receipt.
  mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    // TODO: The receipt comes after two things. Which?
    LamportStamp(counter: counter, node: node)
  }
}
