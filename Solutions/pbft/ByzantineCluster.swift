import ExerciseKit

/// Replicas of PBFT and the messages between them, delivered in any order the caller likes.
///
/// Replica 0 is the primary of view 0. Silent replicas send nothing of their own; what faulty ones say
/// instead is put into the network by the caller.
public struct ByzantineCluster: Sendable {
  private struct Item: Sendable {
    var message: ByzantineReplica.Message
    var sender: Int
    var receiver: Int
  }

  /// The replicas.
  public private(set) var replicas: [ByzantineReplica]
  /// How many messages the replicas have sent.
  public private(set) var sent = 0
  private var network: [Item] = []
  private let silent: Set<Int>

  /// Makes a cluster of 3f + 1 replicas.
  /// - Parameter interval: a checkpoint is taken each time so many numbers are executed.
  public init(size: Int, silent: Set<Int> = [], interval: Int = 128) {
    let nodes = (0..<size).map { NodeID(UInt32($0)) }
    replicas = nodes.map {
      ByzantineReplica(id: $0, members: nodes, primary: nodes[0], interval: interval)
    }
    self.silent = silent
  }

  /// A client asks a replica, the first primary unless another is named.
  public mutating func propose(_ request: String, to replica: Int = 0) {
    send(replicas[replica].propose(request), from: replica)
  }

  /// The timer of a replica runs out.
  public mutating func timeout(_ replica: Int) {
    send(replicas[replica].timeout(), from: replica)
  }

  /// A replica says again what may not have arrived.
  public mutating func retransmit(_ replica: Int) {
    send(replicas[replica].retransmit(), from: replica)
  }

  /// A faulty replica says something.
  public mutating func inject(
    _ message: ByzantineReplica.Message, from sender: Int, to receiver: Int
  ) {
    network.append(Item(message: message, sender: sender, receiver: receiver))
  }

  /// Delivers one of the messages under way; false when there is none.
  /// - Parameter choosing: picks one of so many, from 0.
  public mutating func deliver(choosing: (Int) -> Int) -> Bool {
    guard !network.isEmpty else { return false }
    let item = network.remove(at: choosing(network.count))
    send(
      replicas[item.receiver].receive(item.message, from: NodeID(UInt32(item.sender))),
      from: item.receiver)
    return true
  }

  private mutating func send(_ outputs: [ByzantineReplica.Output], from sender: Int) {
    guard !silent.contains(sender) else { return }
    for output in outputs {
      switch output {
      case .broadcast(let message):
        for receiver in replicas.indices where receiver != sender {
          post(message, from: sender, to: receiver)
        }
      case .send(let message, let receiver):
        post(message, from: sender, to: Int(receiver.number))
      case .persist, .execute, .install, .setTimer, .stopTimer: break
      }
    }
  }

  private mutating func post(
    _ message: ByzantineReplica.Message, from sender: Int, to receiver: Int
  ) {
    network.append(Item(message: message, sender: sender, receiver: receiver))
    sent += 1
  }
}
