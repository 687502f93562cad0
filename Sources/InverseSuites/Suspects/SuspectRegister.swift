import ExerciseKit

/// A suspect of `find-the-bug`: one line is wrong, and the task shows it as it stands here.
// Shown from here on.
struct SuspectRegister<Value: Sendable>: LastWriterRegister {
  private let replica: NodeID
  /// The write that won.
  private(set) var stored: TaggedRecord<Value>

  /// A register as it starts, or starts again.
  init(replica: NodeID, stored: TaggedRecord<Value>?) {
    self.replica = replica
    self.stored = stored ?? TaggedRecord()
  }

  /// The value of the write that won; nil when it was a removal, and before the first.
  var value: Value? { stored.value }

  /// Writes under a tag that is larger than every one seen here.
  /// - Returns: nil when there is none, and then nothing is written.
  @discardableResult
  mutating func write(_ value: Value?, clock: UInt64) -> WriteTag? {
    let largest = stored.tag?.counter ?? 0
    guard largest < .max else { return nil }
    let tag = WriteTag(counter: max(clock, largest + 1), writer: replica)
    stored = TaggedRecord(value: value, tag: tag)
    return tag
  }

  /// Keeps the write with the larger tag.
  mutating func merge(_ other: SuspectRegister) {
    guard let theirs = other.stored.tag else { return }
    if let ours = stored.tag, ours.counter >= theirs.counter { return }
    stored = other.stored
  }
}
