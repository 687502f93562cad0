/// A command as a client sends it, and sends again when it hears nothing.
public struct SessionCommand: Hashable, Sendable {
  /// The session it belongs to, from `SessionTable.open`.
  public var session: UInt64
  /// Its number within the session, from 1. A repetition has the same number.
  public var serial: UInt64
  /// What is added to the balance.
  public var delta: Int

  /// Describes a command.
  public init(session: UInt64, serial: UInt64, delta: Int) {
    self.session = session
    self.serial = serial
    self.delta = delta
  }
}

/// Why a command was not applied.
public enum SessionError: Error, Hashable, Sendable {
  /// The session is not known: never opened, or dropped to make room. Whether an earlier attempt
  /// took effect can no longer be said.
  case expired
  /// A serial was left out.
  case gap(expected: UInt64)
  /// The client has gone on to a later command, so it has had this answer; it is no longer kept.
  case superseded(by: UInt64)
  /// The balance would be beyond the largest or the smallest number, so nothing was added. The serial
  /// is used up, as by any answer: a repetition that came later must not be taken after all.
  case overflow
}

/// What the exercise `exactly-once-client` asks for: a replicated account that applies each command once,
/// however often it stands in the log (Ongaro 2014, section 6.3).
public protocol ExactlyOnceAccount: Sendable {
  /// An empty account.
  /// - Parameter maxSessions: how many sessions are kept; at least one.
  init(maxSessions: Int)

  /// The account.
  var balance: Int { get }

  /// Opens a session, under a number never used before.
  mutating func open() -> UInt64

  /// Applies a command, or answers as the first time.
  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError>
}
