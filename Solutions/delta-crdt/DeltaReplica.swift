public import ExerciseKit

/// A replica that sends its peers what has changed since they last acknowledged, and the whole state where
/// it does not know that any more.
///
/// Guarantee: no replica holds an update without all that its maker held when it made it (causal
/// consistency). When peers are written to again and again and messages arrive in the end, all hold the
/// same. It holds with messages lost, repeated and reordered, and with replicas that stop and start again
/// from what they stored: what a peer has not acknowledged is in the next message to it again. Source:
/// Almeida, Shoker and Baquero 2018, definitions 4 to 6 (delta-intervals) and algorithm 2.
///
/// Must be stored: the state and the count of its changes, in one write, before a delta leaves and before one
/// is acknowledged. The count must not go back: an acknowledgement from before would then stand for
/// changes that the peer has not seen. The deltas need no disk: after a restart the whole state is sent.
///
/// Cost: a message to each peer and its acknowledgement, as often as the caller likes; a delta instead of the
/// state while the peer keeps up. Memory: the deltas that some peer has not acknowledged, at most `limit` of
/// them; a peer that lags behind those gets the whole state.
///
/// Deviations: a peer of a fixed list may be written to at any time, where the paper picks one at random.
/// What has come from one peer is passed on to all, as in the paper, also back to where it came from. The
/// count ends at the largest number, which no replica reaches by counting.
public struct DeltaReplica<State: DeltaState>: Hashable, Sendable {
  /// What must survive a restart, in one write.
  public struct Stored: Hashable, Sendable {
    /// The state.
    public var state: State
    /// How often it has changed here.
    public var count: UInt64

    /// Describes what is on the disk; nothing on an empty one.
    public init(state: State = State(), count: UInt64 = 0) {
      self.state = state
      self.count = count
    }
  }

  /// A message between replicas.
  public enum Message: Hashable, Sendable {
    /// All changes up to a count, since one that the receiver has acknowledged or from the first on.
    case changes(State, upTo: UInt64)
    /// "I have stored your changes up to this count."
    case acknowledged(UInt64)
  }

  /// What a replica wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Put this on stable storage; what follows waits until it is there.
    case persist(Stored)
    /// Send this to a peer.
    case send(Message, to: NodeID)
  }

  private let peers: [NodeID]
  private let limit: Int
  /// The changes after those that all peers have, by the count before each.
  private var deltas: [UInt64: State] = [:]
  private var acknowledged: [NodeID: UInt64] = [:]
  /// What it knows, as it must be on the disk before anything of the last step shows.
  public private(set) var stored: Stored

  /// A replica as it starts, or starts again from what it stored last.
  /// - Parameters:
  ///   - peers: the replicas that it writes to.
  ///   - limit: how many deltas are kept for those that lag.
  public init(peers: [NodeID], limit: Int = 1_000, stored: Stored = Stored()) {
    self.peers = Array(Set(peers)).sorted()
    self.limit = limit
    self.stored = stored
  }

  /// The state, as far as it is known here.
  public var state: State { stored.state }
  /// How many deltas are kept.
  public var deltaCount: Int { deltas.count }

  /// Makes a change of this replica's own.
  public mutating func update(_ delta: State) -> [Output] {
    take(delta)
  }

  /// Writes to each peer what it lacks.
  public func ship() -> [Output] {
    peers.compactMap { peer in
      changes(after: acknowledged[peer, default: 0]).map {
        .send(.changes($0, upTo: stored.count), to: peer)
      }
    }
  }

  /// Takes in a message. What is known, or was never sent, changes nothing.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Output] {
    guard peers.contains(sender) else { return [] }
    switch message {
    case .changes(let delta, let count):
      return take(delta) + [.send(.acknowledged(count), to: sender)]
    case .acknowledged(let count):
      guard count <= stored.count else { return [] }
      acknowledged[sender] = max(count, acknowledged[sender, default: 0])
      let least = peers.map { acknowledged[$0, default: 0] }.min() ?? 0
      deltas = deltas.filter { $0.key >= least }
      return []
    }
  }

  /// Joins what is news, and keeps it for the peers.
  private mutating func take(_ delta: State) -> [Output] {
    var joined = state
    joined.join(delta)
    guard joined != state else { return [] }
    deltas[stored.count] = delta
    if deltas.count > limit, let oldest = deltas.keys.min() { deltas[oldest] = nil }
    stored = Stored(state: joined, count: stored.count + min(1, .max - stored.count))
    return [.persist(stored)]
  }

  /// What has changed after a count: the deltas since, joined, or the state when one of them is gone.
  private func changes(after count: UInt64) -> State? {
    guard count < stored.count else { return nil }
    guard let first = deltas.keys.min(), first <= count else { return state }
    return deltas.filter { $0.key >= count }.sorted { $0.key < $1.key }.reduce(into: State()) {
      $0.join($1.value)
    }
  }
}
