import ExerciseKit

/// A client of a register kept on a majority of replicas.
///
/// A client is a value. It never waits and sends nothing itself: it is told what happened and returns
/// what goes to every replica.
struct RegisterClient: MajorityClient {
  private let id: NodeID
  private let replicas: [NodeID]
  // TODO: Where is the operation, and who has answered?

  /// Knows the replicas and nothing of the value.
  init(id: NodeID, replicas: [NodeID]) {
    self.id = id
    self.replicas = replicas
  }

  /// Starts to write; an operation that is still under way is given up.
  mutating func startWrite(op: Int, _ value: String) -> ReplicaRequest {
    // TODO: What must a writer know before it can choose a tag?
    .store(op: op, WriteTag(counter: 1, writer: id), value)
  }

  /// Starts to read; an operation that is still under way is given up.
  mutating func startRead(op: Int) -> ReplicaRequest {
    .query(op: op)
  }

  /// Takes in a reply.
  mutating func handle(_ reply: ReplicaReply) -> (next: ReplicaRequest?, done: RegisterOutcome?) {
    // TODO: Which replies count, and what comes of the one that completes a majority?
    (nil, nil)
  }
}
