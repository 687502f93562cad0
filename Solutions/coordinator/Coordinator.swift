/// The coordinator of two-phase commit, with what it must have on disk.
///
/// Guarantee: it tells a commit only after every participant voted yes and the decision is on disk; a
/// coordinator restarted from that disk tells the same decision again, and abort when there is none. It
/// holds with votes lost, repeated and reordered, and with a stop between any two effects. Source: Gray
/// 1978; presumed abort: Mohan, Lindsay and Obermarck 1986.
///
/// Must be stored: `disk`, whenever a step changed it, before the decision that the step returns leaves.
/// Votes need not be: who starts again without a decision may tell an abort, since it has told nothing
/// else.
///
/// Cost: two messages to each participant, one from each, and one write to this disk.
///
/// Deviation: one transaction. `disk` may be one disk, which is gone for as long as the machine is, or a
/// replicated log, which another machine can read; the protocol is the same, what blocks is not.
public struct Coordinator: Hashable, Sendable {
  /// The participants, by name.
  public let participants: [String]
  /// The decision on disk; nil before there is one.
  public private(set) var disk: Bool?
  private var yesVotes: Set<String> = []

  /// A coordinator at the start, or restarted from what its disk holds.
  public init(participants: [String], disk: Bool? = nil) {
    self.participants = Set(participants).sorted()
    self.disk = disk
  }

  /// A vote arrives.
  /// - Returns: the decision to send to everybody, when this vote made it.
  public mutating func receive(vote isYes: Bool, from participant: String) -> Bool? {
    guard disk == nil, participants.contains(participant) else { return nil }
    if isYes { yesVotes.insert(participant) }
    guard !isYes || yesVotes.count == participants.count else { return nil }
    disk = isYes
    return disk
  }

  /// What a restarted coordinator tells everybody: the decision on disk, or abort, which is written
  /// before it is told.
  public mutating func recover() -> Bool {
    let decision = disk ?? false
    disk = decision
    return decision
  }
}
