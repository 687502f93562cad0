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
/// it accepted last, also after a restart from what it persisted. It holds with messages lost,
/// repeated and reordered and with acceptors that stop and start again. An acceptor whose disk is
/// gone must not come back under its name: it would break promises it no longer knows of. Source:
/// Lamport 2001, section 2.2.
///
/// Must be stored: the highest ballot promised and what was accepted last (`Stored`), before an
/// answer that rests on them leaves. Cost: one write to the disk and one message for each request
/// that is not refused; two ballots and a value in memory, however many attempts there were.
///
/// Deviation: it answers refusals too, with the ballot it has promised (the paper calls that an
/// optimisation).
public struct Acceptor: Hashable, Sendable {
  /// What must survive a restart: all that an acceptor knows.
  public struct Stored: Hashable, Sendable {
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
  public enum Reply: Hashable, Sendable {
    /// It will accept nothing below this ballot; and what it had accepted.
    case promise(Ballot, accepted: AcceptedValue?)
    /// It has accepted the value of this ballot.
    case accepted(Ballot)
    /// It refuses this ballot, because it has promised a higher one.
    case refused(Ballot, promised: Ballot)
  }

  /// What an acceptor wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Put this on stable storage; what follows waits until it is there.
    case persist(Stored)
    /// Send this to the proposer that asked.
    case reply(Reply)
  }

  /// What it knows, as it must be on the disk.
  public private(set) var stored: Stored

  /// Starts, or starts again from what was persisted last.
  public init(stored: Stored = Stored()) {
    self.stored = stored
  }

  /// The highest ballot promised.
  public var promised: Ballot? { stored.promised }
  /// What was accepted last.
  public var accepted: AcceptedValue? { stored.accepted }

  /// Phase 1: asks for a promise.
  public mutating func prepare(_ ballot: Ballot) -> [Output] {
    if let refusal = refusal(of: ballot) { return [refusal] }
    stored.promised = ballot
    return [.persist(stored), .reply(.promise(ballot, accepted: accepted))]
  }

  /// Phase 2: asks to accept a value. Who accepts has promised, asked or not: were the promise not
  /// raised, an older ballot could still be accepted over this one.
  public mutating func accept(_ ballot: Ballot, _ value: String) -> [Output] {
    if let refusal = refusal(of: ballot) { return [refusal] }
    stored.promised = ballot
    stored.accepted = AcceptedValue(ballot: ballot, value: value)
    return [.persist(stored), .reply(.accepted(ballot))]
  }

  private func refusal(of ballot: Ballot) -> Output? {
    guard let promised, promised > ballot else { return nil }
    return .reply(.refused(ballot, promised: promised))
  }
}
