/// What is wrong with a node of an election; each breaks "at most one leader in a term".
public enum ElectionFlaw: String, Hashable, Sendable, CaseIterable {
  /// Half of the cluster is taken for a majority of it.
  case halfIsEnough = "half-is-enough"
  /// A node that starts again knows its term and has forgotten its vote.
  case forgetsItsVote = "forgets-its-vote"
  /// A vote that arrives twice counts twice.
  case countsVotesTwice = "counts-votes-twice"
  /// A vote of an earlier term counts in the election of now.
  case countsOldVotes = "counts-old-votes"
  /// A heartbeat of its own term makes a node forget its vote.
  case heartbeatFreesTheVote = "heartbeat-frees-the-vote"
  /// A candidate grants its vote to another candidate of the same term.
  case candidateGrants = "candidate-grants"
  /// A granted vote is not remembered.
  case grantsToEverybody = "grants-to-everybody"
  /// A refusal is counted like a vote.
  case countsRefusals = "counts-refusals"
  /// A candidate that stands again stays in its term.
  case standsInTheSameTerm = "stands-in-the-same-term"
}
