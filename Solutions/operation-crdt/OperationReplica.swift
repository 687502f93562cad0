public import ExerciseKit

/// A replica whose operations are broadcast to all others, each delivered exactly once and in causal order.
///
/// Guarantee: an operation is applied at most once at each replica, and after all that its sender had
/// applied before it. When nodes that stop start again and messages that are sent again and again
/// arrive in the end, every operation is applied everywhere, and all hold the same value. It holds with
/// messages lost, repeated and reordered, and with replicas that stop and start again from what they
/// stored. Source: Shapiro et al. 2011 (INRIA 7506), section 2.2.2, over causal broadcast (Birman,
/// Schiper and Stephenson 1991, section 5.1; the reference `causal-broadcast`).
///
/// Must be stored: `Stored`, in one write, before an operation leaves and before it is acknowledged. A value
/// without the counts of what was delivered would count an operation twice that is sent again; counts
/// without the value would miss it for ever. A replica that has lost its disk needs a new name.
///
/// Cost: n - 1 messages and as many acknowledgements for an operation, each with a counter for each replica;
/// a write to the disk for each. Memory: every operation of its own until all others have acknowledged it,
/// so one that is gone for good must be taken off the list of peers; what waits for its predecessors, which
/// are at most what the others still keep.
///
/// Deviations: the group is fixed. Only the sender sends an operation again, so one that is gone for good may
/// leave the others apart.
public struct OperationReplica<Value: OperationBased>: Sendable {
  /// What must survive a restart, in one write.
  public struct Stored: Sendable {
    /// The value.
    public var value: Value
    /// Which operations it holds, and which wait for others.
    public var broadcast: CausalRecord<Value.Operation>
    /// This replica's operations that some peer may lack.
    public var outbox: [CausalMessage<Value.Operation>]

    /// Describes what is on the disk.
    public init(
      value: Value, broadcast: CausalRecord<Value.Operation> = .init(),
      outbox: [CausalMessage<Value.Operation>] = []
    ) {
      self.value = value
      self.broadcast = broadcast
      self.outbox = outbox
    }
  }

  /// A message between replicas.
  public enum Message: Sendable {
    /// An operation, with what its sender had delivered.
    case operation(CausalMessage<Value.Operation>)
    /// "So many of your operations are in what I have stored."
    case acknowledged(UInt64)
  }

  /// What a replica wants done, in this order.
  public enum Output: Sendable {
    /// Put this on stable storage; what follows waits until it is there.
    case persist(Stored)
    /// Send this to a peer.
    case send(Message, to: NodeID)
  }

  private let id: NodeID
  private let peers: [NodeID]
  private var broadcast: CausalBroadcast<Value.Operation>
  /// Of each peer how many operations of this replica it has.
  private var acknowledged: [NodeID: UInt64] = [:]
  /// What it knows, as it must be on the disk before anything of the last step shows.
  public private(set) var stored: Stored

  /// A replica as it starts, or starts again from what it stored last.
  /// - Parameter peers: all other replicas.
  public init(id: NodeID, peers: [NodeID], stored: Stored) {
    self.id = id
    self.peers = Array(Set(peers).subtracting([id])).sorted()
    self.stored = stored
    broadcast = CausalBroadcast(node: id, stored: stored.broadcast)
  }

  /// The value, as far as it is known here.
  public var value: Value { stored.value }

  /// Applies an operation here, and lets it leave for everywhere.
  public mutating func perform(_ operation: Value.Operation) -> [Output] {
    let message = broadcast.broadcast(operation)
    stored.value.apply(operation)
    stored.broadcast = broadcast.stored
    if !peers.isEmpty { stored.outbox.append(message) }
    return [.persist(stored)] + peers.map { .send(.operation(message), to: $0) }
  }

  /// Sends again what a peer has not acknowledged: after a start, and whenever nothing has come for long.
  public func resend() -> [Output] {
    peers.flatMap { peer in
      stored.outbox.filter { number(of: $0) > acknowledged[peer, default: 0] }.map {
        .send(.operation($0), to: peer)
      }
    }
  }

  /// Takes in a message. Strangers, what is known, and what was never sent change nothing.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Output] {
    guard peers.contains(sender) else { return [] }
    switch message {
    case .operation(let message):
      guard message.sender == sender else { return [] }
      return take(message)
    case .acknowledged(let count):
      guard count <= stored.broadcast.delivered[id, default: 0] else { return [] }
      acknowledged[sender] = max(count, acknowledged[sender, default: 0])
      let least = peers.map { acknowledged[$0, default: 0] }.min() ?? 0
      stored.outbox = stored.outbox.filter { number(of: $0) > least }
      return []
    }
  }

  private mutating func take(_ message: CausalMessage<Value.Operation>) -> [Output] {
    let deliveries = broadcast.receive(message)
    for delivered in deliveries { stored.value.apply(delivered.payload) }
    stored.broadcast = broadcast.stored
    let count = stored.broadcast.delivered[message.sender, default: 0]
    // What waits is not acknowledged, so that it comes again and needs no disk.
    return (deliveries.isEmpty ? [] : [.persist(stored)])
      + [.send(.acknowledged(count), to: message.sender)]
  }

  private func number(of message: CausalMessage<Value.Operation>) -> UInt64 {
    message.clock[id, default: 0]
  }
}
