import ExerciseKit

/// Gets one value chosen: its own, or one that may already be.
struct Proposer: PaxosProposing {
  /// A proposer as it starts, or starts again.
  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord) {
    // TODO: What does it know from before, and what is forgotten?
  }

  /// Begins an attempt, or begins anew.
  mutating func start() -> [ProposerEffect] {
    // TODO: Which ballot has never been used? Who must know of it first?
    []
  }

  /// An acceptor's answer arrives.
  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect] {
    // TODO: Is it an answer to this attempt? Does it make a majority, and of whom?
    []
  }
}
