import ExerciseKit

/// The coordinator of a store that is kept on replicas.
struct QuorumStore: QuorumCoordinator {
  /// Makes a coordinator of N replicas.
  init(replicas: [NodeID], readQuorum: Int, writeQuorum: Int, repair: ReadRepair) {
    // TODO: What does it keep of them, and of the operations under way?
  }

  /// Starts to write.
  mutating func write(op: Int, _ version: StoredVersion) -> [QuorumMessage] {
    // TODO: Who is told, and what is waited for?
    []
  }

  /// Starts to read.
  mutating func read(op: Int) -> [QuorumMessage] {
    // TODO: Who is asked?
    []
  }

  /// Takes in a reply.
  mutating func handle(_ reply: QuorumReply) -> (send: [QuorumMessage], done: QuorumOutcome?) {
    // TODO: Does anybody wait for it? Is it enough now? What is sent?
    ([], nil)
  }

  /// Ends an operation that has waited long enough.
  mutating func giveUp(op: Int) -> QuorumOutcome? {
    // TODO: What is known of it?
    nil
  }
}
