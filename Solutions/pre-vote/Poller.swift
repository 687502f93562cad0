public import ExerciseKit

/// What decides beside an election who may begin one, and how long a leader goes on.
///
/// Guarantee: a node raises its term only after a majority, itself included, has said that it would vote for it
/// and hears no leader; so whoever cannot reach the leader, while a majority can, disturbs nobody. And a leader that
/// does not hear from a majority for an election timeout leads no longer. Source: Ongaro 2014, sections 9.6
/// and 6.2.
///
/// It holds with messages lost, repeated and late, and with nodes that stop and start again: at most one leader
/// for each term is the election's own guarantee, which this takes nothing from.
///
/// Must be stored: nothing beside the election's term and vote; whoever starts again has heard no leader.
/// Cost: one more round trip for each election.
///
/// Deviation: the thesis has a node refuse for a minimum election timeout after the last heartbeat; here it does
/// until its own election timer runs out, which needs no clock and can only refuse longer. `PreVoter` is the same with
/// its election.
public struct Poller: PreVoting {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private var role = Role.follower
  private var term: Term
  /// Whether a leader was heard since the election timer ran out last.
  private var knowsLeader = false
  /// Who would vote for this node in the next term, itself included; nil while it does not ask.
  private var support: Set<NodeID>?
  /// The peers that this leader has heard since its election timer was started.
  private var heard: Set<NodeID> = []

  /// A node as it starts, or starts again: a follower.
  public init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
    self.term = term
  }

  /// The node has another role than before, or is in a later term.
  public mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    if term > self.term || role == .leader { support = nil }
    self.role = role
    self.term = term
    guard role == .leader else { return [] }
    heard = []
    return [.resetElectionTimer]
  }

  /// The election timer has run out.
  public mutating func electionTimeout() -> [PollEffect] {
    knowsLeader = false
    guard role != .leader else { return lookForQuorum() }
    support = nil
    guard term < .max else { return [.resetElectionTimer] }
    support = [id]
    return [.resetElectionTimer]
      + peers.map { .send(.poll(term: term + 1, lastLog: lastLog), to: $0) }
      + standIfSupported()
  }

  /// A message arrives.
  public mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    switch message {
    case .poll(let asked, let candidateLog):
      let isUpToDate = (candidateLog.term, candidateLog.index) >= (lastLog.term, lastLog.index)
      let granted = asked > term && isUpToDate && !knowsLeader && role != .leader
      return [.send(.answer(asked: asked, term: term, granted: granted), to: sender)]
    case .answer(let asked, let known, let granted):
      guard peers.contains(sender) else { return [] }
      if known > term {
        support = nil
        return [.takeOver(known)]
      }
      guard granted, support != nil, asked == term + 1 else { return [] }
      support?.insert(sender)
      return standIfSupported()
    }
  }

  /// A heartbeat of this node's term arrives.
  public mutating func hearsLeader() {
    knowsLeader = true
    support = nil
  }

  /// A peer's answer to a heartbeat of this node's term arrives.
  public mutating func hearsFollower(_ peer: NodeID) {
    if role == .leader, peers.contains(peer) { heard.insert(peer) }
  }

  private mutating func standIfSupported() -> [PollEffect] {
    guard let support, isMajority(support.count) else { return [] }
    self.support = nil
    return [.stand]
  }

  /// A leader's election timeout: it goes on when a majority, itself included, is there.
  private mutating func lookForQuorum() -> [PollEffect] {
    let isHeard = isMajority(heard.count + 1)
    heard = []
    return isHeard ? [.resetElectionTimer] : [.stepDown, .resetElectionTimer]
  }

  private func isMajority(_ count: Int) -> Bool { 2 * count > peers.count + 1 }
}
