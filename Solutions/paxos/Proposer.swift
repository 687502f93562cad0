public import ExerciseKit

/// The proposer of single-decree Paxos: gets one value chosen, its own or one that may already be.
///
/// Guarantee, together with acceptors: at most one value is ever chosen, and it is one that some
/// proposer began with; with messages lost, repeated and reordered and with every node restarted
/// from what it persisted. Not guaranteed: that it ends; two proposers can outbid each other for
/// ever, unless one of them is made the only one or waits at random. Source: Lamport 2001, sections
/// 2.2 to 2.4.
///
/// Must be stored: the round of the last attempt (`ProposerRecord`), before its first message leaves. A
/// proposer that uses a ballot again can bring two values under one number, and both are chosen; one
/// that has lost its disk needs a new name. The value need not be stored: an attempt that was cut
/// short is given up, and the next one asks again what may have been chosen.
///
/// Cost: two round trips to a quorum when nobody outbids, and one write to the disk here.
///
/// Deviations: the proposer learns the decision itself, from the acceptors' answers. The sizes of
/// the two quorums may differ as long as any two of them meet (Howard, Malkhi and Spiegelman 2016);
/// majorities are the usual choice. Nothing is above the largest round there is: who is refused for
/// it has nothing left to begin.
public struct Proposer: PaxosProposing, Hashable {
  private enum Phase: Hashable, Sendable { case idle, preparing, accepting, done }

  private let id: NodeID
  private let preference: String
  private let acceptors: [NodeID]
  private let prepareQuorum: Int
  private let acceptQuorum: Int
  private var phase = Phase.idle
  private var round: Int
  private var value = ""
  private var answers: [NodeID: AcceptedValue?] = [:]

  /// A proposer that prefers a value; it starts, or starts again from what was persisted last.
  /// - Parameters:
  ///   - quorums: how many promises and how many acceptances are needed; majorities when nil.
  ///   - stored: what this proposer has persisted under its name.
  public init(
    id: NodeID, preference: String, acceptors: [NodeID],
    quorums: (prepare: Int, accept: Int)?, stored: ProposerRecord = ProposerRecord()
  ) {
    round = stored.round
    self.id = id
    self.preference = preference
    self.acceptors = acceptors
    let majority = acceptors.count / 2 + 1
    prepareQuorum = quorums?.prepare ?? majority
    acceptQuorum = quorums?.accept ?? majority
  }

  /// A proposer that counts majorities.
  public init(
    id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord = ProposerRecord()
  ) {
    self.init(
      id: id, preference: preference, acceptors: acceptors, quorums: nil, stored: stored)
  }

  /// Begins an attempt with a higher ballot than any it has used or was refused for; nothing when
  /// there is none, or a decision is known.
  public mutating func start() -> [ProposerEffect] {
    guard phase != .done, round < .max else { return [] }
    round += 1
    phase = .preparing
    answers = [:]
    return [.persist(ProposerRecord(round: round)), .prepare(ballot)]
  }

  /// Takes an acceptor's answer. Answers to earlier attempts change nothing.
  public mutating func handle(
    _ reply: AcceptorReply, from acceptor: NodeID
  ) -> [ProposerEffect] {
    guard acceptors.contains(acceptor) else { return [] }
    switch (phase, reply) {
    case (.preparing, .promise(ballot, let accepted)):
      answers[acceptor] = .some(accepted)
      guard answers.count >= prepareQuorum else { return [] }
      // Whatever may have been chosen was accepted last by somebody here: nothing else is safe.
      let last = answers.values.compactMap(\.self).max { $0.ballot < $1.ballot }
      value = last?.value ?? preference
      phase = .accepting
      answers = [:]
      return [.accept(ballot, value)]
    case (.accepting, .accepted(ballot)):
      answers[acceptor] = .some(nil)
      guard answers.count >= acceptQuorum else { return [] }
      phase = .done
      return [.decided(value)]
    case (.preparing, .refused(ballot, let promised)), (.accepting, .refused(ballot, let promised)):
      round = max(round, promised.round)
      phase = .idle
      return [.retry]
    default:
      return []
    }
  }

  private var ballot: Ballot { Ballot(round: round, proposer: id) }
}
