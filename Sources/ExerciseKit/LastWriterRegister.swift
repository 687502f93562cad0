/// What a register has on its disk: the write that won.
public struct TaggedRecord<Value: Sendable>: Sendable {
  /// The value; nil when it was removed, and before the first write.
  public var value: Value?
  /// The tag of that write; nil before the first.
  public var tag: WriteTag?

  /// Describes what is on the disk; nothing on an empty one.
  public init(value: Value? = nil, tag: WriteTag? = nil) {
    self.value = value
    self.tag = tag
  }
}

extension TaggedRecord: Equatable where Value: Equatable {}
extension TaggedRecord: Hashable where Value: Hashable {}

/// What the exercise `lww-register` asks for: a register in which the write with the largest tag wins, and
/// every other is forgotten (Shapiro et al. 2011, specification 8).
public protocol LastWriterRegister<Value>: Mergeable, StoredReplica
where Stored == TaggedRecord<Value> {
  associatedtype Value: Sendable

  /// The value of the write that won; nil when it was a removal, and before the first.
  var value: Value? { get }

  /// Writes over everything that this replica has seen.
  /// - Parameters:
  ///   - value: nil removes the value.
  ///   - clock: what the clock reads, right or wrong.
  /// - Returns: the tag of the write; nil when no larger counter is left, and then nothing is written.
  mutating func write(_ value: Value?, clock: UInt64) -> WriteTag?
}
