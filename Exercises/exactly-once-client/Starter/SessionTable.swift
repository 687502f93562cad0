import ExerciseKit

/// A replicated account that applies each command once, however often it stands in the log.
struct SessionTable: ExactlyOnceAccount {
  /// The account.
  var balance = 0

  /// An empty account.
  init(maxSessions: Int) {
    // TODO: What do you remember of a session?
  }

  /// Opens a session, under a number never used before.
  mutating func open() -> UInt64 {
    // TODO: Number it, and make room.
    0
  }

  /// Applies a command, or answers as the first time.
  mutating func apply(_ command: SessionCommand) -> Result<Int, SessionError> {
    // TODO: Is it new?
    .failure(.expired)
  }
}
