public import ExerciseKit

/// The acceptor of single-decree Paxos: the memory of the protocol.
///
/// Guarantee: it accepts nothing below a ballot it has promised, and tells whoever it promises what
/// it accepted last, also after a restart from what it persisted. It holds with messages lost,
/// repeated and reordered and with acceptors that stop and start again. An acceptor whose disk is
/// gone must not come back under its name: it would break promises it no longer knows of. Source:
/// Lamport 2001, section 2.2.
///
/// Must be stored: the highest ballot promised and what was accepted last (`AcceptorRecord`), before an
/// answer that rests on them leaves. Cost: one write to the disk and one message for each request
/// that is not refused; two ballots and a value in memory, however many attempts there were.
///
/// Deviation: it answers refusals too, with the ballot it has promised (the paper calls that an
/// optimisation).
public struct Acceptor: PaxosAccepting, Hashable {
  /// What it knows, as it must be on the disk.
  public private(set) var stored: AcceptorRecord

  /// Starts, or starts again from what was persisted last.
  public init(stored: AcceptorRecord = AcceptorRecord()) {
    self.stored = stored
  }

  /// The highest ballot promised.
  public var promised: Ballot? { stored.promised }
  /// What was accepted last.
  public var accepted: AcceptedValue? { stored.accepted }

  /// Phase 1: asks for a promise.
  public mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] {
    if let refusal = refusal(of: ballot) { return [refusal] }
    stored.promised = ballot
    return [.persist(stored), .reply(.promise(ballot, accepted: accepted))]
  }

  /// Phase 2: asks to accept a value. Who accepts has promised, asked or not: were the promise not
  /// raised, an older ballot could still be accepted over this one.
  public mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] {
    if let refusal = refusal(of: ballot) { return [refusal] }
    stored.promised = ballot
    stored.accepted = AcceptedValue(ballot: ballot, value: value)
    return [.persist(stored), .reply(.accepted(ballot))]
  }

  private func refusal(of ballot: Ballot) -> AcceptorEffect? {
    guard let promised, promised > ballot else { return nil }
    return .reply(.refused(ballot, promised: promised))
  }
}
