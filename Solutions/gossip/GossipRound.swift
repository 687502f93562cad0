public import ExerciseKit

/// One round of push gossip: every replica sends its state to one other, which merges it.
///
/// Guarantee: no state loses anything. If the partners are drawn at random, all states are equal
/// after a number of rounds that grows with the logarithm of the number of replicas, with high
/// probability; no bound holds with certainty. Source: Demers et al. 1987, section 1.3
/// (anti-entropy).
///
/// It holds for states whose merge keeps the three laws (`MergeLaws`). In a round nothing is lost and nobody
/// stops; where messages are lost, it only takes more rounds.
///
/// Cost: one message for each replica and round, which is a whole state.
///
/// Deviation: the paper's replicas act at moments of their own. Here a round is simultaneous: what
/// is sent is the state at the start of the round.
///
/// Must be stored: nothing of its own; what the replicas hold is stored as their type says.
public enum GossipRound {
  /// What was sent in a round: from and to are positions of replicas.
  public struct Exchange: Hashable, Sendable {
    /// Who sent its state.
    public let sender: Int
    /// Who merged it.
    public let receiver: Int
  }

  /// Runs one round.
  /// - Parameters:
  ///   - states: the replicas' states.
  ///   - offset: a random number below `states.count - 1` for the replica at a position: its partner
  ///     stands that many places and one more further on, so nobody writes to itself.
  /// - Returns: who sent to whom, in the order of the senders.
  @discardableResult
  public static func run<State: Mergeable>(
    over states: inout [State], offset: (Int) -> Int
  ) -> [Exchange] {
    guard states.count > 1 else { return [] }
    let sent = states
    return sent.indices.map { sender in
      let places = 1 + offset(sender) % (sent.count - 1)
      let receiver = (sender + places) % sent.count
      states[receiver].merge(sent[sender])
      return Exchange(sender: sender, receiver: receiver)
    }
  }
}
