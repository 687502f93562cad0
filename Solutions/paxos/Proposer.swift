public import ExerciseKit

/// The proposer of single-decree Paxos: gets one value chosen, its own or one that may already be.
///
/// Guarantee, together with acceptors: at most one value is ever chosen, and it is one that some
/// proposer began with. Not guaranteed: that it ends; two proposers can outbid each other for ever,
/// unless one of them is made the only one or waits at random. Source: Lamport 2001, sections 2.2
/// and 2.4.
///
/// Deviations: the proposer learns the decision itself, from the acceptors' answers. The sizes of
/// the two quorums may differ as long as any two of them meet (Howard, Malkhi and Spiegelman 2016);
/// majorities are the usual choice.
public struct Proposer: Sendable {
  /// What to do next.
  public enum Action: Hashable, Sendable {
    /// Send `prepare` to every acceptor.
    case prepare(Ballot)
    /// Send `accept` to every acceptor.
    case accept(Ballot, String)
    /// The value is chosen.
    case decided(String)
    /// Outbid: start again, some time later.
    case retry
  }

  private enum Phase: Hashable, Sendable { case idle, preparing, accepting, done }

  private let id: NodeID
  private let preference: String
  private let acceptors: [NodeID]
  private let prepareQuorum: Int
  private let acceptQuorum: Int
  private var phase = Phase.idle
  private var round = 0
  private var value = ""
  private var answers: [NodeID: AcceptedValue?] = [:]

  /// A proposer that prefers a value.
  /// - Parameter quorums: how many promises and how many acceptances are needed; majorities when
  ///   nil.
  public init(
    id: NodeID, preference: String, acceptors: [NodeID],
    quorums: (prepare: Int, accept: Int)? = nil
  ) {
    self.id = id
    self.preference = preference
    self.acceptors = acceptors
    let majority = acceptors.count / 2 + 1
    prepareQuorum = quorums?.prepare ?? majority
    acceptQuorum = quorums?.accept ?? majority
  }

  /// Begins an attempt with a higher ballot than any it has seen.
  public mutating func start() -> Action {
    round += 1
    phase = .preparing
    answers = [:]
    return .prepare(ballot)
  }

  /// Takes an acceptor's answer; nil when there is nothing to do. Answers to earlier attempts
  /// change nothing.
  public mutating func handle(_ reply: Acceptor.Reply, from acceptor: NodeID) -> Action? {
    guard acceptors.contains(acceptor) else { return nil }
    switch (phase, reply) {
    case (.preparing, .promise(ballot, let accepted)):
      answers[acceptor] = .some(accepted)
      guard answers.count >= prepareQuorum else { return nil }
      // Whatever may have been chosen was accepted last by somebody here: nothing else is safe.
      let last = answers.values.compactMap(\.self).max { $0.ballot < $1.ballot }
      value = last?.value ?? preference
      phase = .accepting
      answers = [:]
      return .accept(ballot, value)
    case (.accepting, .accepted(ballot)):
      answers[acceptor] = .some(nil)
      guard answers.count >= acceptQuorum else { return nil }
      phase = .done
      return .decided(value)
    case (.preparing, .refused(ballot, let promised)), (.accepting, .refused(ballot, let promised)):
      round = max(round, promised.round)
      phase = .idle
      return .retry
    default:
      return nil
    }
  }

  private var ballot: Ballot { Ballot(round: round, proposer: id) }
}
