public import ExerciseKit

/// A register in which the write with the largest tag wins, and which makes the tags itself.
///
/// Guarantees: replicas that have met the same writes hold the same value; a write wins over every write
/// that its replica had met, whatever the clock says; no tag is used for two writes, as long as no two
/// replicas have one name and each starts again from what it stored last. It holds with states lost,
/// repeated and reordered, and with clocks that stand still or go back. Not guaranteed: that the later of
/// two writes wins where neither knew of the other. One of them is lost, silently.
/// Source: Shapiro et al. 2011 (INRIA 7506), specification 8; the counter is that of Lamport 1978.
///
/// Must be stored: `stored`, before the tag of a write or the register's state leaves. A register that
/// starts again with less uses a tag for a second value, and of two values under one tag each replica keeps
/// the one that came first, for ever.
///
/// Deviation: the paper takes stamps from outside. Here the counter follows a clock, so that of concurrent
/// writes the later one mostly wins. A clock that runs far ahead takes everybody along; after the largest
/// counter nothing more can be written.
///
/// Cost: one value and one tag, also as a message.
public struct StampingRegister<Value: Sendable>: LastWriterRegister {
  private let replica: NodeID
  /// The write that won.
  public private(set) var stored: TaggedRecord<Value>

  /// A register as it starts, or starts again.
  public init(replica: NodeID, stored: TaggedRecord<Value>?) {
    self.replica = replica
    self.stored = stored ?? TaggedRecord()
  }

  /// The value of the write that won; nil when it was a removal, and before the first.
  public var value: Value? { stored.value }

  /// Writes under a tag that is larger than every one seen here.
  /// - Returns: nil when there is none, and then nothing is written.
  @discardableResult
  public mutating func write(_ value: Value?, clock: UInt64) -> WriteTag? {
    let largest = stored.tag?.counter ?? 0
    guard largest < .max else { return nil }
    let tag = WriteTag(counter: max(clock, largest + 1), writer: replica)
    stored = TaggedRecord(value: value, tag: tag)
    return tag
  }

  /// Keeps the write with the larger tag.
  public mutating func merge(_ other: StampingRegister) {
    guard let theirs = other.stored.tag else { return }
    if let ours = stored.tag, ours >= theirs { return }
    stored = other.stored
  }
}
