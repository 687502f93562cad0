/// The number of an attempt to decide: a round, and the proposer that made it, so that no two
/// proposers ever use the same.
public struct Ballot: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Counts a proposer's attempts, from 1.
  public var round: Int
  /// Whose attempt it is.
  public var proposer: NodeID

  /// Describes an attempt.
  public init(round: Int, proposer: NodeID) {
    self.round = round
    self.proposer = proposer
  }

  /// The round, then the proposer: `2.n1`.
  public var description: String { "\(round).\(proposer)" }

  /// By round, and within a round by proposer.
  public static func < (left: Ballot, right: Ballot) -> Bool {
    (left.round, left.proposer) < (right.round, right.proposer)
  }
}

/// A value that an acceptor has accepted, and in which ballot.
public struct AcceptedValue: Hashable, Sendable {
  /// The ballot it was accepted in.
  public var ballot: Ballot
  /// The value.
  public var value: String

  /// Describes a value that was accepted.
  public init(ballot: Ballot, value: String) {
    self.ballot = ballot
    self.value = value
  }
}

/// What an acceptor has on its disk.
public struct AcceptorRecord: Hashable, Sendable {
  /// The highest ballot promised.
  public var promised: Ballot?
  /// What was accepted last.
  public var accepted: AcceptedValue?

  /// Describes what is on the disk; nothing on an empty one.
  public init(promised: Ballot? = nil, accepted: AcceptedValue? = nil) {
    self.promised = promised
    self.accepted = accepted
  }
}

/// What an acceptor answers.
public enum AcceptorReply: Hashable, Sendable {
  /// It will accept nothing below this ballot; and what it had accepted.
  case promise(Ballot, accepted: AcceptedValue?)
  /// It has accepted the value of this ballot.
  case accepted(Ballot)
  /// It refuses this ballot, because it has promised a higher one.
  case refused(Ballot, promised: Ballot)
}

/// What an acceptor wants done.
public enum AcceptorEffect: Hashable, Sendable {
  /// Put this on the disk; what follows happens once it is there.
  case persist(AcceptorRecord)
  /// Send this to the proposer that asked. It may get lost, come twice, or late.
  case reply(AcceptorReply)
}

/// What a proposer has on its disk.
public struct ProposerRecord: Hashable, Sendable {
  /// The round of the last attempt; 0 before the first.
  public var round: Int

  /// Describes what is on the disk; nothing on an empty one.
  public init(round: Int = 0) {
    self.round = round
  }
}

/// What a proposer wants done.
public enum ProposerEffect: Hashable, Sendable {
  /// Put this on the disk; what follows happens once it is there.
  case persist(ProposerRecord)
  /// Ask every acceptor for a promise.
  case prepare(Ballot)
  /// Ask every acceptor to accept a value.
  case accept(Ballot, String)
  /// The value is chosen.
  case decided(String)
  /// Outbid: start again, some time later.
  case retry
}

/// The first half of the exercise `paxos`: the memory of single-decree Paxos (Lamport 2001, section 2.2).
public protocol PaxosAccepting: Sendable {
  /// An acceptor as it starts, or starts again.
  /// - Parameter stored: what its disk holds.
  init(stored: AcceptorRecord)

  /// Phase 1: a proposer asks for a promise.
  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect]

  /// Phase 2: a proposer asks to accept a value.
  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect]
}

/// The second half: gets one value chosen, its own or one that may already be (Lamport 2001, sections 2.2
/// to 2.4).
public protocol PaxosProposing: Sendable {
  /// A proposer as it starts, or starts again.
  /// - Parameters:
  ///   - id: its own name.
  ///   - preference: the value that it would like to have chosen.
  ///   - acceptors: all acceptors, none twice; at least one.
  ///   - stored: what its disk holds.
  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord)

  /// Begins an attempt, or begins anew.
  mutating func start() -> [ProposerEffect]

  /// An acceptor's answer arrives.
  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect]
}
