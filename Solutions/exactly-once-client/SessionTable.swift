public import ExerciseKit

/// A replicated account that applies each command once, however often it stands in the log.
///
/// Guarantee: a command takes effect at most once, and as long as its session lives a repetition
/// gets the answer of the first time. The table is part of the replicated state and depends on
/// nothing but the order of the log, so every replica gives the same answers. Source: Ongaro and
/// Ousterhout 2014, section 8; Ongaro 2014, section 6.3.
///
/// It holds with commands repeated, late and reordered on their way into the log, and with replicas that stop
/// and start again from the log or from a copy.
///
/// Must be stored: nothing but the log, or a copy of this value with its place in the log. Cost: one
/// answer for each of `maxSessions` sessions.
///
/// Deviations: a client has one command under way at a time, so one answer per session is kept.
/// Sessions are numbered by the table and never named by clients: a name that came back after its
/// session was dropped would look new, and its retry would count twice. When the table is full, the
/// session used longest ago is dropped.
public struct SessionTable: ExactlyOnceAccount, Hashable, Sendable {
  private struct Session: Hashable, Sendable {
    var lastSerial: UInt64 = 0
    var lastAnswer: Result<Int, SessionError> = .success(0)
    /// How many operations the table had seen when it was last used.
    var lastUse: UInt64
  }

  private let maxSessions: Int
  private var sessions: [UInt64: Session] = [:]
  private var operations: UInt64 = 0
  private var opened: UInt64 = 0
  /// The account.
  public private(set) var balance = 0

  /// An empty account.
  /// - Parameter maxSessions: how many sessions are kept; at least one.
  public init(maxSessions: Int) {
    self.maxSessions = max(maxSessions, 1)
  }

  /// Opens a session with a number never used before. It must go through the log like a command.
  public mutating func open() -> UInt64 {
    operations += 1
    opened += 1
    if sessions.count == maxSessions {
      // Ages differ, so the order of the dictionary does not show.
      let oldest = sessions.min { $0.value.lastUse < $1.value.lastUse }
      if let oldest { sessions[oldest.key] = nil }
    }
    sessions[opened] = Session(lastUse: operations)
    return opened
  }

  /// Applies a command, or answers as the first time.
  public mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    guard var session = sessions[command.session] else { return .failure(.expired) }
    operations += 1
    session.lastUse = operations
    defer { sessions[command.session] = session }
    if command.serial == session.lastSerial, command.serial > 0 {
      return session.lastAnswer
    }
    if command.serial < session.lastSerial {
      return .failure(.superseded(by: session.lastSerial))
    }
    guard command.serial == session.lastSerial + 1 else {
      return .failure(.gap(expected: session.lastSerial + 1))
    }
    let sum = balance.addingReportingOverflow(command.delta)
    if !sum.overflow { balance = sum.partialValue }
    session.lastSerial = command.serial
    session.lastAnswer = sum.overflow ? .failure(.overflow) : .success(balance)
    return session.lastAnswer
  }
}
