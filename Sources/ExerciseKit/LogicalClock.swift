/// A moment of logical time: a counter, and the node that counted it.
///
/// `<` is a total order: by counter, then by node. Source: Lamport 1978, "Ordering the Events Totally".
public protocol LogicalStamp: Hashable, Comparable, Sendable {
  /// Describes a moment.
  init(counter: UInt64, node: NodeID)

  /// The event's number.
  var counter: UInt64 { get }

  /// The node at which the event happened.
  var node: NodeID { get }
}

/// What the exercise `lamport-clock` asks for: one counter that respects cause and effect
/// (Lamport 1978, rules IR1 and IR2).
///
/// No counter comes near the largest `UInt64`: there is always a next one.
public protocol LogicalClock: Equatable, Sendable {
  /// What an event is stamped with.
  associatedtype Stamp: LogicalStamp

  /// A clock that has counted nothing.
  init(node: NodeID)

  /// The node this clock counts for.
  var node: NodeID { get }

  /// The number of its last event; zero before the first.
  var counter: UInt64 { get }

  /// Counts a local event, or the sending of a message, and stamps it.
  mutating func tick() -> Stamp

  /// Counts the receipt of a message that was sent under `stamp`, and stamps the receipt.
  mutating func receive(_ stamp: Stamp) -> Stamp
}
