import Dialects
import Wire

/// Talks to any exercise's values through its dialect.
struct DialectAdapter<Spoken: Dialect>: Adapter {
  let isShared: Bool

  /// An adapter for this dialect.
  /// - Parameter isShared: whether one of the learner's types is a class.
  init(_: Spoken.Type, isShared: Bool) {
    self.isShared = isShared
  }

  func make(from reader: inout ByteReader) throws(WireError) -> Spoken.Value {
    try Spoken.make(try read(&reader))
  }

  func call(
    _ value: inout Spoken.Value, others: Slots<Spoken.Value>, reader: inout ByteReader,
    writer: inout ByteWriter
  ) throws(WireError) {
    let call: Spoken.Words.Call = try read(&reader)
    let answer = try Spoken.perform(call, on: &value) { (slot) throws(WireError) in
      try others.value(slot)
    }
    answer.write(to: &writer)
  }

  private func read<T: WireValue>(_ reader: inout ByteReader) throws(WireError) -> T {
    let value = try T(from: &reader)
    try reader.expectEnd()
    return value
  }
}
