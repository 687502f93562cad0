public import ExerciseKit

/// Which commands of which clients have been applied, and what the last of each came to.
///
/// `SessionTable` explains it, and does the same for one account; here the commands may be anything. It is
/// part of the replicated state, and of its snapshots.
public struct ClientSessions<Answer: Hashable & Sendable>: Hashable, Sendable {
  private struct Session: Hashable, Sendable {
    var serial: UInt64 = 0
    var answer: Answer?
    var lastUse: UInt64
  }

  private let limit: Int
  private var sessions: [UInt64: Session] = [:]
  private var uses: UInt64 = 0
  private var opened: UInt64 = 0

  /// No sessions yet.
  /// - Parameter limit: how many are kept; at least one. Then the one used longest ago goes.
  public init(limit: Int) {
    self.limit = max(limit, 1)
  }

  /// Opens a session under a number never used before.
  public mutating func open() -> UInt64 {
    uses += 1
    opened += 1
    // No two were used last at one time, so the order of the dictionary does not show.
    if sessions.count == limit,
      let oldest = sessions.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      sessions[oldest.key] = nil
    }
    sessions[opened] = Session(lastUse: uses)
    return opened
  }

  /// Whether a command may be applied: nil for one that was not applied before, whose answer must then be
  /// recorded; or what it came to the first time.
  /// - Parameter serial: its number in the session, from 1; a client has one under way at a time.
  public mutating func earlierAnswer(
    session number: UInt64, serial: UInt64
  ) -> Result<Answer?, SessionError> {
    guard let session = sessions[number] else { return .failure(.expired) }
    uses += 1
    sessions[number]?.lastUse = uses
    if serial == session.serial, let answer = session.answer { return .success(answer) }
    if serial < session.serial { return .failure(.superseded(by: session.serial)) }
    return serial - session.serial == 1
      ? .success(nil) : .failure(.gap(expected: session.serial + 1))
  }

  /// Keeps what a command came to.
  public mutating func record(_ answer: Answer, session: UInt64, serial: UInt64) {
    sessions[session]?.serial = serial
    sessions[session]?.answer = answer
  }
}
