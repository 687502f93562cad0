import ExerciseKit

/// The memory of Paxos: what it has promised, and what it accepted last.
struct Acceptor: PaxosAccepting {
  /// An acceptor as it starts, or starts again.
  init(stored: AcceptorRecord) {
    // TODO: What must it know from before?
  }

  /// Phase 1: a proposer asks for a promise.
  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] {
    // TODO: Has it promised a higher one? What does the proposer have to know?
    []
  }

  /// Phase 2: a proposer asks to accept a value.
  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] {
    // TODO: What must be on the disk before the answer?
    []
  }
}
