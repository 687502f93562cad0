/// A message of a broadcast as it travels.
public struct CausalMessage<Payload: Sendable>: Sendable {
  /// Who sent it.
  public let sender: NodeID
  /// How many messages of each node its sender had delivered when it sent this one, its own and this one
  /// included. Absent means zero.
  public let clock: [NodeID: UInt64]
  /// What it says.
  public let payload: Payload

  /// Describes a message.
  public init(sender: NodeID, clock: [NodeID: UInt64], payload: Payload) {
    self.sender = sender
    self.clock = clock
    self.payload = payload
  }
}

extension CausalMessage: Equatable where Payload: Equatable {}

/// What a node that broadcasts must find again when it starts again.
public struct CausalRecord<Payload: Sendable>: Sendable {
  /// How many messages of each node have been delivered here; this node's own count as delivered when
  /// they are sent. Absent means zero.
  public var delivered: [NodeID: UInt64]
  /// The messages that wait for others, in the order in which they came.
  public var waiting: [CausalMessage<Payload>]

  /// Describes what is on the disk; nothing on an empty one.
  public init(delivered: [NodeID: UInt64] = [:], waiting: [CausalMessage<Payload>] = []) {
    self.delivered = delivered
    self.waiting = waiting
  }
}

/// What the exercise `causal-broadcast` asks for: a node that delivers messages in causal order, whatever
/// order the network brings them in (Birman, Schiper and Stephenson 1991, section 5.1).
///
/// The group is open: a node never heard of may send. The network may double, delay and reorder messages,
/// and bring a node its own.
public protocol CausalBroadcasting<Payload>: Sendable {
  associatedtype Payload: Sendable

  /// A node as it starts, or starts again from what it stored last.
  init(node: NodeID, stored: CausalRecord<Payload>)

  /// What must be on the disk before anything of the last step shows.
  var stored: CausalRecord<Payload> { get }

  /// Makes the message that carries `payload` to every other node. Here it counts as delivered.
  mutating func broadcast(_ payload: Payload) -> CausalMessage<Payload>

  /// Takes a message from the network.
  /// - Returns: the messages that are delivered now, in the order in which they are.
  mutating func receive(_ message: CausalMessage<Payload>) -> [CausalMessage<Payload>]
}
