public import ExerciseKit

/// A Lamport clock: one counter that respects cause and effect.
///
/// Guarantee: if event `a` happens before event `b`, the stamp of `a` is smaller. The converse does
/// not hold: a smaller stamp says nothing about influence. Stamps of different events differ, also
/// across restarts. Source: Lamport 1978, rules IR1 and IR2.
///
/// It holds with messages lost, repeated and reordered, and with nodes that stop and start again.
///
/// Cost: one number and the node's name, in memory and in each message; a write to the disk for each stamp.
///
/// Must be stored: `counter`, before a stamp leaves. A clock that has forgotten it uses stamps again,
/// for other events.
///
/// Deviations: the paper increments between events and lets the receipt itself share the new value;
/// here every event, the receipt included, is one step of the counter. The paper's counter has no end.
/// This one stops at the largest number, and events share it from there on; nobody gets there by
/// counting, only by a stamp that is made up, which surroundings that do not trust each other must
/// refuse.
public struct LamportClock: LogicalClock {
  /// The node this clock counts for.
  public let node: NodeID
  /// The number of its last event; zero before the first.
  public private(set) var counter: UInt64 = 0

  /// A clock that has counted nothing.
  public init(node: NodeID) {
    self.node = node
  }

  /// A clock that starts again from the counter it stored last.
  public init(node: NodeID, stored counter: UInt64) {
    self.node = node
    self.counter = counter
  }

  /// Counts a local event, or the sending of a message, and stamps it.
  @discardableResult
  public mutating func tick() -> LamportStamp {
    counter += min(1, .max - counter)
    return LamportStamp(counter: counter, node: node)
  }

  /// Counts the receipt of a message that was sent under `stamp`, and stamps the receipt.
  @discardableResult
  public mutating func receive(_ stamp: LamportStamp) -> LamportStamp {
    counter = max(counter, stamp.counter)
    return tick()
  }
}
