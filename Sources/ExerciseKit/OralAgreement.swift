/// An order on its way through an army: what it is held to be, and who has said so.
public struct RelayedOrder: Hashable, Sendable {
  /// Who has passed it on: the commander first, and whoever sends this message last.
  public var path: [NodeID]
  /// What the commander is said to have ordered.
  public var order: String

  /// Describes an order that was passed on.
  public init(path: [NodeID], order: String) {
    self.path = path
    self.order = order
  }
}

/// What a lieutenant wants done.
public enum LieutenantEffect: Hashable, Sendable {
  /// Bring this to another general, unchanged, before the next round ends.
  case send(RelayedOrder, to: NodeID)
}

/// What the exercise `oral-messages` asks for: a loyal lieutenant in the algorithm OM(m) (Lamport, Shostak and
/// Pease 1982, section 3), in a network with rounds.
public protocol OrderRelaying: Sendable {
  /// A lieutenant before the first round.
  /// - Parameters:
  ///   - lieutenant: his own name.
  ///   - commander: who gives the order; another general.
  ///   - generals: all of them in any order, none twice; the commander and this lieutenant are among them.
  ///   - traitors: m, how many traitors must be borne; 0 or more, and less than there are lieutenants.
  ///   - fallback: the order that stands where none came, or where there is no majority.
  init(
    lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String)

  /// What he does; nil until round m + 1 has ended.
  var decision: String? { get }

  /// A message arrives in the round that is on.
  /// - Parameter sender: who has brought it; nobody can lie about that.
  /// - Returns: whether it counts.
  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool

  /// The round ends: what has not come in it will not come.
  /// - Returns: what to send in the next one, in any order.
  mutating func endRound() -> [LieutenantEffect]
}
