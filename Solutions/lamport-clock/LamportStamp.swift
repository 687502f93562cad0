public import ExerciseKit

/// A moment of Lamport's logical time: a counter, and the node that counted it.
///
/// Guarantee: `<` is a total order in which no two events of different nodes are equal. Source:
/// Lamport 1978, "The Partial Ordering", equation for `⇒`; ties are broken by node, as there.
public struct LamportStamp: LogicalStamp, CustomStringConvertible {
  /// The event's number, in events counted along the longest chain that led to it.
  public let counter: UInt64
  /// The node at which the event happened.
  public let node: NodeID

  /// Describes a moment.
  public init(counter: UInt64, node: NodeID) {
    self.counter = counter
    self.node = node
  }

  /// The stamp as `counter@node`.
  public var description: String { "\(counter)@\(node)" }

  /// Orders by counter, then by node.
  public static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    (left.counter, left.node) < (right.counter, right.node)
  }
}
