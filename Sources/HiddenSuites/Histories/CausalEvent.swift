/// One event of one node: what it did, and from which state of its own it went on.
///
/// An event is named by its index in the list it belongs to, and so is the state it leaves behind.
/// Every state is taken to be sent at once to everybody; which receipts follow, and when, says what
/// the network made of it: a message may be received late, twice, out of order or never.
struct CausalEvent<Operation: NodeOperation>: Hashable, Sendable {
  enum Action: Hashable, Sendable {
    /// The node does something by itself.
    case perform(Operation)
    /// The state that this earlier event left behind arrives.
    case receive(Int)
  }

  /// The node's index: 0 for n1.
  var node: Int
  var action: Action
  /// The event of the same node that came before; nil for its first.
  var previous: Int?
}
