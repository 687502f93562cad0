import ExerciseKit

/// A register in which the write with the largest tag wins.
struct StampingRegister<Value: Sendable>: LastWriterRegister {
  /// The write that won, which must be on the disk before its tag or this register's state leaves.
  var stored = TaggedRecord<Value>()

  /// A register as it starts, or starts again from what it stored last.
  init(replica: NodeID, stored: TaggedRecord<Value>?) {
    // TODO: What must it know before it writes?
  }

  /// The value of the write that won; nil when it was a removal, and before the first.
  var value: Value? {
    // TODO: What is held?
    nil
  }

  /// Writes over everything that this replica has seen.
  mutating func write(_ value: Value?, clock: UInt64) -> WriteTag? {
    // TODO: Which counter is larger than all it has seen, and what if there is none?
    nil
  }

  /// Takes in what `other` holds.
  mutating func merge(_ other: StampingRegister) {
    // TODO: Which of the two writes wins?
  }
}
