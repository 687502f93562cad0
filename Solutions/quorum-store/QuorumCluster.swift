public import ExerciseKit

/// A quorum store with its replicas and a network that delivers at once, or not at all.
///
/// Requests to replicas that are down get lost; the answers of those that cannot be heard get lost
/// after they did as asked. Nothing is decided here: the store and its replicas do that.
public struct QuorumCluster: Sendable {
  /// The replicas, by rising name.
  public private(set) var replicas: [QuorumReplica]
  /// Replicas that nothing reaches.
  public var down: Set<NodeID> = []
  /// Replicas whose answers get lost.
  public var unheard: Set<NodeID> = []
  private var store: QuorumStore
  private var lastOperation = 0

  /// Makes a cluster of `n1` up to as many replicas as given.
  public init(
    replicas: Int, readQuorum: Int, writeQuorum: Int, repair: QuorumStore.Repair = .afterAnswer
  ) {
    let nodes = (1...replicas).map { NodeID(UInt32($0)) }
    self.replicas = nodes.map { QuorumReplica(id: $0) }
    store = QuorumStore(
      replicas: nodes, readQuorum: readQuorum, writeQuorum: writeQuorum, repair: repair)
  }

  /// Writes, and gives up when the quorum does not answer.
  public mutating func write(_ version: QuorumReplica.Version) -> QuorumStore.Outcome {
    lastOperation += 1
    return carry(store.write(op: lastOperation, version), of: lastOperation)
  }

  /// Reads, the replicas answering by rising name, and gives up when the quorum does not answer.
  public mutating func read() -> QuorumStore.Outcome {
    lastOperation += 1
    return carry(store.read(op: lastOperation), of: lastOperation)
  }

  /// Anti-entropy: every replica that is up exchanges with the next one, there and back.
  public mutating func exchangeAll() {
    let up = replicas.indices.filter { !down.contains(replicas[$0].id) }
    let pairs = Array(zip(up, up.dropFirst()))
    // Back as well, so that the newest has passed everybody.
    for (left, right) in pairs + pairs.reversed() {
      var other = replicas[right]
      replicas[left].exchange(with: &other)
      replicas[right] = other
    }
  }

  private mutating func carry(
    _ messages: [QuorumStore.Message], of operation: Int
  ) -> QuorumStore.Outcome {
    var network = messages
    var outcome: QuorumStore.Outcome?
    while !network.isEmpty {
      let message = network.removeFirst()
      guard !down.contains(message.to),
        let place = replicas.firstIndex(where: { $0.id == message.to })
      else { continue }
      let reply = replicas[place].answer(message.request)
      guard !unheard.contains(message.to) else { continue }
      let (send, done) = store.handle(reply)
      network += send
      outcome = outcome ?? done
    }
    // An operation that did not end is still known to the store.
    return outcome ?? store.giveUp(op: operation) ?? .unreadable(op: operation)
  }
}
