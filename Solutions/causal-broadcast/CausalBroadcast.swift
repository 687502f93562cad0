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
public struct CausalBroadcast<Payload: Sendable>: CausalBroadcasting {
  /// A message as it travels.
  public typealias Message = CausalMessage<Payload>

  /// What must survive a restart.
  public typealias Stored = CausalRecord<Payload>

  private let node: NodeID

  /// What must be on the disk before the effects of the last step show.
  public private(set) var stored: Stored

  /// A node as it starts, or starts again from what it stored last.
  public init(node: NodeID, stored: Stored = Stored()) {
    self.node = node
    self.stored = stored
  }

  /// How many messages wait for others.
  public var waitingCount: Int { stored.waiting.count }

  /// Makes the message that carries `payload` to every other node. Here it counts as delivered.
  public mutating func broadcast(_ payload: Payload) -> Message {
    count(node)
    return Message(sender: node, clock: stored.delivered, payload: payload)
  }

  /// Takes a message from the network.
  /// - Returns: the messages that can be delivered now, in causal order: none when this one has to
  ///   wait or is known, several when others were waiting for it.
  public mutating func receive(_ message: Message) -> [Message] {
    guard !isKnown(message) else { return [] }
    stored.waiting.append(message)
    var deliveries: [Message] = []
    while let next = stored.waiting.firstIndex(where: isDeliverable) {
      let message = stored.waiting.remove(at: next)
      count(message.sender)
      deliveries.append(message)
    }
    return deliveries
  }

  private func delivered(_ sender: NodeID) -> UInt64 { stored.delivered[sender, default: 0] }

  /// Saturates: 2^64 messages of one sender are beyond what anybody sends.
  private mutating func count(_ sender: NodeID) {
    stored.delivered[sender] = delivered(sender) + min(1, .max - delivered(sender))
  }

  /// True when the message was delivered or waits already.
  private func isKnown(_ message: Message) -> Bool {
    let place = message.clock[message.sender, default: 0]
    return place <= delivered(message.sender)
      || stored.waiting.contains {
        $0.sender == message.sender && $0.clock[$0.sender] == place
      }
  }

  /// True when the message is its sender's next and nothing that its sender knew is missing here.
  private func isDeliverable(_ message: Message) -> Bool {
    message.clock.allSatisfy { node, count in
      let here = delivered(node)
      return node == message.sender ? count > here && count - here == 1 : count <= here
    }
  }
}
