import ExerciseKit

/// Guesses who has stopped, and is wrong less and less often.
struct FailureDetector: FailureDetecting {
  /// Who is suspected.
  var suspects: Set<NodeID> {
    // TODO: Who are these?
    []
  }

  /// The smallest name of those that are not suspected.
  var leader: NodeID {
    // TODO: Whom do all follow who guess alike?
    NodeID(0)
  }

  /// Begins to watch.
  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    // TODO: What must be known of each peer?
  }

  /// How long a silence of this peer may last before it is suspected.
  func timeout(of peer: NodeID) -> Millis? {
    // TODO: And who is no peer?
    nil
  }

  /// Looks who has been silent for too long.
  mutating func check(now: Millis) -> Set<NodeID> {
    // TODO: Since when has each been silent?
    []
  }

  /// A heartbeat arrives, perhaps late or not for the first time.
  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool {
    // TODO: Does it say anything new? Was it a mistake to suspect this peer?
    false
  }
}
