import ExerciseKit

/// A leader's log, and what the leader knows of its peers, for one term.
struct LeaderLog: LeaderReplication {
  /// The entries, the first at index 1.
  private(set) var log: [LogEntry]

  /// The last committed index; 0 for none. Never falls.
  private(set) var commitIndex: Int

  // TODO: What is to be remembered of each peer? Is what it holds the same as what it is sent next?

  /// Begins to lead `term`; nothing is known of the peers' logs yet.
  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    // TODO: What do you need later? Where do you begin with each peer?
    self.log = log
    self.commitIndex = commitIndex
  }

  /// Appends a command of this term and returns its index.
  mutating func propose(_ command: String) -> Int {
    // TODO: Who is needed to commit it when there are no peers?
    0
  }

  /// What to send to a peer now; nil for a node that is none.
  func request(for peer: NodeID) -> AppendRequest? {
    // TODO: What comes just before the entries that you send?
    nil
  }

  /// Takes a peer's answer.
  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    // TODO: Which answers count at all?
    // TODO: What does a refusal tell you, and what does it not?
    // TODO: When is an entry safe: how many nodes must hold it, and of which term must it be?
    .none
  }
}
