import ExerciseKit

/// One node's half of a Raft election: the candidate and the voter.
///
/// A node is a value. It never waits, sends or draws a number itself: `step` is told what happened
/// and returns what is to be done, in order.
struct Elector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  private(set) var role = Role.follower
  private(set) var term: Term
  private var votedFor: NodeID?
  // TODO: A candidate must know who has voted for it. A number is not enough: why?

  /// Starts a node, or starts it again from what it last persisted.
  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.term = term
    self.votedFor = votedFor
    self.lastLog = lastLog
    self.timeouts = timeouts
  }

  /// Handles one input and returns the effects in the order they must take place.
  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    switch input {
    case .electionTimeout:
      // TODO: Nobody leads, as far as you know. Stand for election, unless you are the leader.
      return []
    case .heartbeatTimeout:
      // TODO: A leader tells everyone that it is still there.
      return []
    case .received(let message, let sender):
      return receive(message, from: sender, random: random)
    }
  }

  private mutating func receive(
    _ message: ElectionMessage, from sender: NodeID, random: UInt64
  ) -> [ElectionOutput] {
    // TODO: Whatever the message is, a higher term comes first.
    switch message {
    case .requestVote(let requestedTerm, let candidateLog):
      // TODO: Does `sender` get your vote in `requestedTerm`? It always gets an answer.
      _ = (requestedTerm, candidateLog)
      return []
    case .vote(let votedTerm, let granted):
      // TODO: Does this vote count, and is it the one that makes you the leader?
      _ = (votedTerm, granted)
      return []
    case .heartbeat(let leaderTerm):
      // TODO: Follow a leader of your term; tell an old one your term.
      _ = leaderTerm
      return []
    case .heartbeatReply:
      // TODO: Is anything left to do here once higher terms are handled?
      return []
    }
  }
}
