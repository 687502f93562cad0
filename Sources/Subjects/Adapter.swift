import Wire

/// Translates requests into calls of one exercise's type.
///
/// An adapter decides nothing: it holds no expected value and compares nothing.
protocol Adapter {
  /// The learner's type.
  associatedtype Value

  /// Makes a value from the arguments of a `make` instruction.
  func make(from reader: inout ByteReader) throws(WireError) -> Value

  /// Performs one request on `value` and writes the answer.
  /// - Parameter others: the values in the other slots.
  func call(
    _ value: inout Value, others: borrowing Slots<Value>, reader: inout ByteReader,
    writer: inout ByteWriter
  ) throws(WireError)
}

/// The values a subject keeps, by number.
struct Slots<Value> {
  private var values: [Value?] = []

  /// The value in a slot.
  func value(_ slot: Int) throws(WireError) -> Value {
    guard values.indices.contains(slot), let value = values[slot] else {
      throw .malformed("slot \(slot) is empty")
    }
    return value
  }

  /// Takes the value out, so that changing it does not copy it.
  mutating func take(_ slot: Int) throws(WireError) -> Value {
    guard values.indices.contains(slot), let value = values[slot].take() else {
      throw .malformed("slot \(slot) is empty")
    }
    return value
  }

  /// Puts a value into a slot.
  mutating func put(_ value: Value, into slot: Int) throws(WireError) {
    guard slot < 1 << 24 else { throw .malformed("slot \(slot)") }
    while values.count <= slot { values.append(nil) }
    values[slot] = value
  }
}
