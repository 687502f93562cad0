/// What the exercise `read-index` asks for: the leader's half of a linearizable read that needs no log entry
/// (Ongaro and Ousterhout 2014, section 8; Ongaro 2014, section 6.4).
public protocol LinearizableReading: Sendable {
  /// A leader that begins to serve reads.
  /// - Parameters:
  ///   - peers: the other nodes of the cluster; none twice.
  ///   - commitIndex: up to where the log is known to be committed.
  ///   - appliedIndex: up to where the state machine has applied it.
  ///   - firstIndexOfTerm: where the first entry of this term stands in the log.
  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int)

  /// Whether somebody has answered with a higher term.
  var isDeposed: Bool { get }

  /// A read arrives.
  /// - Parameter read: its number, which no other read has.
  /// - Returns: whether it is taken; otherwise the client must try again.
  mutating func take(_ read: Int) -> Bool

  /// A round of heartbeats is sent to all peers.
  /// - Returns: its number, from 1, which the heartbeats carry and the answers repeat.
  mutating func beginRound() -> UInt64

  /// A peer answers a heartbeat.
  /// - Returns: the reads to be answered now, in the order in which they arrived.
  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int]

  /// The log is committed up to an index.
  mutating func committed(upTo index: Int)

  /// The state machine has applied the log up to an index.
  /// - Returns: the reads to be answered now, in the order in which they arrived.
  mutating func applied(upTo index: Int) -> [Int]
}
