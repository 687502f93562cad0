import ExerciseKit

/// One replica of PBFT, among others of whom some may be traitors.
struct PBFTReplica: ByzantineReplicating {
  /// The view it is in, or asks for.
  private(set) var view = 0

  /// Whether its timer has to run.
  var isWaiting: Bool {
    // TODO: When should it lose patience?
    false
  }

  /// A replica in view 0.
  init(id: NodeID, replicas: [NodeID], window: Int) {
    // TODO: What must it remember, of itself and of every number?
  }

  /// A client asks for something.
  mutating func request(_ request: String) -> [AgreementEffect] {
    // TODO: Who gives the number?
    []
  }

  /// A message arrives.
  mutating func receive(
    _ message: AgreementMessage, from sender: NodeID
  ) -> [AgreementEffect] {
    // TODO: Does it count, and what does it complete?
    []
  }

  /// The timer has run out.
  mutating func timeout() -> [AgreementEffect] {
    // TODO: What must the next primary know?
    []
  }
}
