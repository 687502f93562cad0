import ExerciseKit

/// Counts in a clock beside the value, as a Lamport clock does, and orders by one wide number.
struct StampingRegister<Value: Sendable>: LastWriterRegister {
  private let replica: NodeID
  private var clock: UInt64 = 0
  /// Counter and writer in one number; 0 before the first write.
  private var rank: UInt128 = 0
  private(set) var value: Value?

  init(replica: NodeID, stored: TaggedRecord<Value>?) {
    self.replica = replica
    guard let stored, let tag = stored.tag else { return }
    (clock, rank, value) = (tag.counter, Self.rank(tag), stored.value)
  }

  private static func rank(_ tag: WriteTag) -> UInt128 {
    UInt128(tag.counter) << 32 | UInt128(tag.writer.number)
  }

  private var tag: WriteTag? {
    guard rank > 0 else { return nil }
    return WriteTag(
      counter: UInt64(rank >> 32), writer: NodeID(UInt32(truncatingIfNeeded: rank)))
  }

  var stored: TaggedRecord<Value> { TaggedRecord(value: value, tag: tag) }

  mutating func write(_ value: Value?, clock reading: UInt64) -> WriteTag? {
    guard clock != .max else { return nil }
    clock += 1
    if reading > clock { clock = reading }
    rank = Self.rank(WriteTag(counter: clock, writer: replica))
    self.value = value
    return tag
  }

  mutating func merge(_ other: StampingRegister) {
    clock = max(clock, other.clock)
    guard other.rank > rank else { return }
    (rank, value) = (other.rank, other.value)
  }
}
