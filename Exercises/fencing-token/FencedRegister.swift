import ExerciseKit

/// A value that whoever holds an old token can no longer write.
struct FencedRegister<Value: Sendable>: FencedStorage {
  /// What must be on the disk before the last write is answered.
  var stored: RegisterRecord<Value>

  /// A register as it starts, or starts again from what it stored last.
  init(stored: RegisterRecord<Value>) {
    self.stored = stored
  }

  /// What was written last; nil before the first write.
  var value: Value? { stored.value }

  /// Writes, unless a larger token has been seen.
  mutating func write(_ value: Value, token: UInt64) -> Bool {
    // TODO: Who may write, and what must be remembered?
    false
  }
}
