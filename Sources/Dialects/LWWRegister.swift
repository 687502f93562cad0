import ExerciseKit
import Wire

/// Talks to registers in which the last writer wins.
enum LastWriterDialect<Register: LastWriterRegister<Int>>: MergingDialect {
  typealias Replica = Register
  typealias Saved = Register

  static func past(of name: NodeID, count: UInt64) -> TaggedRecord<Int>? { nil }

  static func reading(_ replica: Register) -> ObjectWords.Answer {
    guard let tag = replica.stored.tag else {
      return Words.Answer(1, replica.value.map { [Int128($0)] } ?? [])
    }
    return Words.Answer(
      2,
      [Int128(tag.counter), Int128(tag.writer.number)]
        + (replica.value.map { [Int128($0)] } ?? []))
  }

  static func act(
    _ operation: UInt8, _ numbers: inout NumberList, on replica: inout Register
  ) throws(WireError) -> ObjectWords.Answer {
    let tag: WriteTag?
    switch operation {
    case 5: tag = replica.write(try numbers.next(as: Int.self), clock: try numbers.next())
    case 6: tag = replica.write(nil, clock: try numbers.next())
    default: throw .unknown(operation: operation)
    }
    return Words.Answer(3, tag.map { [Int128($0.counter), Int128($0.writer.number)] } ?? [])
  }
}

/// The dialect of `lww-register`.
func lastWriterDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: LastWriterRegister<Int>>(_: T.Type) -> any Dialect.Type {
    LastWriterDialect<T>.self
  }
  return (types.first as? any LastWriterRegister<Int>.Type).map { dialect($0) }
}
