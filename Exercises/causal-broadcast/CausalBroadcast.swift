import ExerciseKit

/// A node that delivers messages in causal order.
struct CausalBroadcast<Payload: Sendable>: CausalBroadcasting {
  /// What must be on the disk before anything of the last step shows.
  var stored: CausalRecord<Payload>

  /// A node as it starts, or starts again from what it stored last.
  init(node: NodeID, stored: CausalRecord<Payload>) {
    // TODO: What else does a node know?
    self.stored = stored
  }

  /// Makes the message that carries `payload` to every other node.
  mutating func broadcast(_ payload: Payload) -> CausalMessage<Payload> {
    // TODO: Which counts does it carry, and who has sent it?
    CausalMessage(sender: NodeID(0), clock: [:], payload: payload)
  }

  /// Takes a message from the network, and returns those that are delivered now.
  mutating func receive(_ message: CausalMessage<Payload>) -> [CausalMessage<Payload>] {
    // TODO: Is it known? May it be delivered? And what has waited for it?
    []
  }
}
