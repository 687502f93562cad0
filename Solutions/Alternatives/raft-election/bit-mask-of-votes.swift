import ExerciseKit

/// Terse: a node is its place in the cluster, the votes are a bit mask, and one function does all.
///
/// Freedoms used: the timeout comes from the high random bits rather than from the low ones; term
/// and vote are persisted once, as the step leaves them; a repeated grant persists nothing.
struct Elector: Electing {
  let id: NodeID, peers: [NodeID], lastLog: LogPosition, timeouts: ClosedRange<Millis>
  var role = Role.follower, term: Term, votedFor: NodeID?, votes: UInt64 = 0

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    (self.id, self.peers, self.lastLog, self.timeouts) = (id, peers, lastLog, timeouts)
    (self.term, self.votedFor) = (term, votedFor)
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    let (oldRole, oldTerm, oldVote) = (role, term, votedFor)
    var resets = false
    var replies: [ElectionOutput] = []
    var broadcast: ElectionMessage?

    if case .received(let message, _) = input, message.term > term {
      (role, term, votedFor, votes, resets) =
        (.follower, message.term, nil, 0, oldRole == .leader)
    }
    switch input {
    case .electionTimeout where role != .leader:
      // The bit above those of the peers is the node's own.
      (role, term, votedFor, votes) = (.candidate, term + 1, id, 1 << peers.count)
      (resets, broadcast) = (true, .requestVote(term: term, lastLog: lastLog))
    case .heartbeatTimeout where role == .leader:
      broadcast = .heartbeat(term: term)
    case .received(.requestVote(term, let log), let candidate)
    where [nil, candidate].contains(votedFor) && !isNewer(than: log):
      (votedFor, resets) = (candidate, true)
      replies = [.send(.vote(term: term, granted: true), to: candidate)]
    case .received(.requestVote, let candidate):
      replies = [.send(.vote(term: term, granted: false), to: candidate)]
    case .received(.vote(term, granted: true), let voter) where role == .candidate:
      votes |= peers.firstIndex(of: voter).map { 1 << $0 } ?? 0
    case .received(.heartbeat(let led), let leader):
      if led == term { (role, votes, resets) = (.follower, 0, true) }
      replies = [.send(.heartbeatReply(term: term), to: leader)]
    default: break
    }
    var outputs: [ElectionOutput] = []
    if (term, votedFor) != (oldTerm, oldVote) {
      outputs.append(.persist(term: term, votedFor: votedFor))
    }
    if resets {
      let choice = random.multipliedFullWidth(by: UInt64(timeouts.count)).high
      outputs.append(.resetElectionTimer(timeouts.lowerBound + Millis(choice)))
    }
    outputs += replies
    if let broadcast { outputs += peers.map { .send(broadcast, to: $0) } }
    if role == .candidate, votes.nonzeroBitCount * 2 > peers.count + 1 {
      (role, votes) = (.leader, 0)
      outputs += peers.map { .send(.heartbeat(term: term), to: $0) }
    }
    return outputs
  }

  func isNewer(than log: LogPosition) -> Bool {
    (lastLog.term, lastLog.index) > (log.term, log.index)
  }
}
