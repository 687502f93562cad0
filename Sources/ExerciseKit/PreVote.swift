/// What nodes say to each other before an election.
public enum PollMessage: Hashable, Sendable {
  /// "Would you vote for me in this term? My log ends here." Nobody is in that term yet.
  case poll(term: Term, lastLog: LogPosition)
  /// The answer, for the term that was asked about, with the term of whoever answers.
  case answer(asked: Term, term: Term, granted: Bool)
}

/// What a node wants done before and instead of an election.
public enum PollEffect: Hashable, Sendable {
  /// Send this to another node. It may get lost, come twice, or late.
  case send(PollMessage, to: NodeID)
  /// Begin an election: the next term, an own vote, and requests for others.
  case stand
  /// Lead no longer: be a follower of the same term.
  case stepDown
  /// Take over this term, which is later than the node's, as its follower.
  case takeOver(Term)
  /// Start the election timer afresh.
  case resetElectionTimer
}

/// What the exercise `pre-vote` asks for: who may begin an election, and how long a leader goes on, beside an
/// election that is there already (Ongaro 2014, sections 9.6 and 6.2).
public protocol PreVoting: Sendable {
  /// A node as it starts, or starts again: a follower.
  /// - Parameters:
  ///   - id: its own name.
  ///   - peers: all other nodes, none twice.
  ///   - lastLog: where its log ends; that never changes.
  ///   - term: the term it is in.
  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term)

  /// The election has come to something: the node has another role than before, or is in a later term.
  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect]

  /// The election timer has run out, which a leader has as well.
  mutating func electionTimeout() -> [PollEffect]

  /// A message arrives.
  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect]

  /// A heartbeat of this node's term arrives, from whoever leads it.
  mutating func hearsLeader()

  /// A peer's answer to a heartbeat of this node's term arrives.
  mutating func hearsFollower(_ peer: NodeID)
}
