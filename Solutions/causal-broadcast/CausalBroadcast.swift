public import ExerciseKit

/// Delivers broadcast messages in causal order, whatever order the network brings them in.
///
/// Guarantee: if the sending of `m` happens before the sending of `m'`, no node delivers `m'` before
/// `m`; a message is delivered at most once; and it is delivered as soon as all that it depends on
/// has been. If every message arrives at every node in the end, every message is delivered. Concurrent
/// messages are delivered in any order, at different nodes in different ones. Source: Birman, Schiper
/// and Stephenson 1991, section 5.1 (CBCAST).
///
/// Deviation: the paper's group is fixed. Here it is open, so an absent counter is zero.
public struct CausalBroadcast<Payload: Sendable>: Sendable {
  /// A message as it travels.
  public struct Message: Sendable {
    /// Who sent it.
    public let sender: NodeID
    /// The messages that its sender had sent or delivered, counted per sender, itself included.
    public let clock: VectorClock
    /// What it says.
    public let payload: Payload
  }

  private let node: NodeID
  /// How many messages of each sender have been delivered here; this node's own count as delivered.
  private var delivered = VectorClock()
  /// The messages that wait for others, in the order they came.
  private var waiting: [Message] = []

  /// A node that has neither sent nor received.
  public init(node: NodeID) {
    self.node = node
  }

  /// How many messages wait for others.
  public var waitingCount: Int { waiting.count }

  /// Makes the message that carries `payload` to every other node. Here it counts as delivered.
  public mutating func broadcast(_ payload: Payload) -> Message {
    delivered.tick(node)
    return Message(sender: node, clock: delivered, payload: payload)
  }

  /// Takes a message from the network.
  /// - Returns: the messages that can be delivered now, in causal order: none when this one has to
  ///   wait or is known, several when others were waiting for it.
  public mutating func receive(_ message: Message) -> [Message] {
    let isKnown =
      message.clock[message.sender] <= delivered[message.sender]
      || waiting.contains {
        $0.sender == message.sender && $0.clock[$0.sender] == message.clock[message.sender]
      }
    guard !isKnown else { return [] }
    waiting.append(message)
    var deliveries: [Message] = []
    while let next = waiting.firstIndex(where: isDeliverable) {
      let message = waiting.remove(at: next)
      delivered.tick(message.sender)
      deliveries.append(message)
    }
    return deliveries
  }

  /// True when the message is its sender's next and nothing that its sender knew is missing here.
  private func isDeliverable(_ message: Message) -> Bool {
    var withMessage = delivered
    withMessage.tick(message.sender)
    guard withMessage[message.sender] == message.clock[message.sender] else { return false }
    let relation = message.clock.compare(to: withMessage)
    return relation == .before || relation == .equal
  }
}
