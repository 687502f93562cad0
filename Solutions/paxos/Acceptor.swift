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

/// The acceptor of single-decree Paxos: the memory of the protocol.
///
/// Guarantee: it accepts nothing below a ballot it has promised, and tells whoever it promises what
/// it accepted last. Source: Lamport 2001, section 2.2.
///
/// Deviations: it answers refusals too, with the ballot it has promised (the paper calls that an
/// optimisation). Both fields must be on stable storage before an answer leaves.
public struct Acceptor: Hashable, Sendable {
  /// What an acceptor answers.
  public enum Reply: Hashable, Sendable {
    /// It will accept nothing below this ballot; and what it had accepted.
    case promise(Ballot, accepted: AcceptedValue?)
    /// It has accepted the value of this ballot.
    case accepted(Ballot)
    /// It refuses this ballot, because it has promised a higher one.
    case refused(Ballot, promised: Ballot)
  }

  /// The highest ballot promised.
  public private(set) var promised: Ballot?
  /// What was accepted last.
  public private(set) var accepted: AcceptedValue?

  /// Has promised and accepted nothing.
  public init() {}

  /// Phase 1: asks for a promise.
  public mutating func prepare(_ ballot: Ballot) -> Reply {
    if let promised, promised > ballot { return .refused(ballot, promised: promised) }
    promised = ballot
    return .promise(ballot, accepted: accepted)
  }

  /// Phase 2: asks to accept a value.
  public mutating func accept(_ ballot: Ballot, _ value: String) -> Reply {
    if let promised, promised > ballot { return .refused(ballot, promised: promised) }
    promised = ballot
    accepted = AcceptedValue(ballot: ballot, value: value)
    return .accepted(ballot)
  }
}
