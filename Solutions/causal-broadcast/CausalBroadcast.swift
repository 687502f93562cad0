public import ExerciseKit

/// Delivers broadcast messages in causal order, whatever order the network brings them in.
///
/// Guarantee: if the sending of `m` happens before the sending of `m'`, no node delivers `m'` before
/// `m`; a message is delivered at most once; and it is delivered as soon as all that it depends on
/// has been. If every message arrives at every node in the end, every message is delivered. Concurrent
/// messages are delivered in any order, at different nodes in different ones. It holds with messages
/// repeated and reordered, and with nodes that stop and start again from what was stored. Source:
/// Birman, Schiper and Stephenson 1991, section 5.1 (CBCAST).
///
/// Must be stored: `Stored`, before a message leaves and, together with what was made of them in one
/// write, before deliveries show. A sender that counts from the start again is not heard any more: its
/// new messages look like old ones. One that has lost its disk needs a new name. A message counts as
/// arrived once the state that holds it is stored; until then it must be sent again.
///
/// Cost: one message per receiver and broadcast, each with a counter per sender. A message whose
/// predecessors are lost for good waits for ever, so the network must repeat what it loses.
///
/// Deviations: the paper's group is fixed. Here it is open, so an absent counter is zero. In the paper
/// a process that stops is out of the group; here it may start again.
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

  /// What must survive a restart.
  public struct Stored: Sendable {
    /// How many messages of each sender have been delivered here; this node's own count as delivered.
    public var delivered: VectorClock
    /// The messages that wait for others, in the order they came.
    public var waiting: [Message]

    /// Describes what is on the disk; nothing on an empty one.
    public init(delivered: VectorClock = VectorClock(), waiting: [Message] = []) {
      self.delivered = delivered
      self.waiting = waiting
    }
  }

  private let node: NodeID
  private var delivered: VectorClock
  private var waiting: [Message]

  /// A node as it starts, or starts again from what it stored last.
  public init(node: NodeID, stored: Stored = Stored()) {
    self.node = node
    delivered = stored.delivered
    waiting = stored.waiting
  }

  /// What must be on the disk before the effects of the last step show.
  public var stored: Stored { Stored(delivered: delivered, waiting: waiting) }

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
