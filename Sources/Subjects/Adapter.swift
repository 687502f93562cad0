import Wire

/// Translates requests into calls of one exercise's type.
///
/// An adapter decides nothing: it holds no expected value and compares nothing.
protocol Adapter {
  /// The learner's type.
  associatedtype Value

  /// Whether the learner's type is a class, so that copies are one object.
  var isShared: Bool { get }

  /// Makes a value from the arguments of a `make` instruction.
  func make(from reader: inout ByteReader) throws(WireError) -> Value

  /// Performs one request on `value` and writes the answer.
  /// - Parameter others: the values in the other slots.
  func call(
    _ value: inout Value, others: Slots<Value>, reader: inout ByteReader,
    writer: inout ByteWriter
  ) throws(WireError)
}

extension Adapter {
  var isShared: Bool { Value.self is AnyObject.Type }
}

/// The values a subject keeps, by number.
///
/// Kept in memory of their own: the type is not known when this is compiled, and an array of such
/// values asks the runtime for its own type in every operation, which costs more than the operation.
final class Slots<Value> {
  private var values = UnsafeMutableBufferPointer<Value>.allocate(capacity: 64)
  /// Whether there is a value in a slot.
  private var isFull = [Bool](repeating: false, count: 64)

  /// The value in a slot.
  func value(_ slot: Int) throws(WireError) -> Value {
    try checkFull(slot)
    return values[slot]
  }

  /// Takes the value out, so that changing it does not copy it.
  func take(_ slot: Int) throws(WireError) -> Value {
    try checkFull(slot)
    isFull[slot] = false
    return values.moveElement(from: slot)
  }

  /// Puts a value into a slot.
  func put(_ value: consuming Value, into slot: Int) throws(WireError) {
    guard slot < 1 << 24 else { throw .malformed("slot \(slot)") }
    while isFull.count <= slot { grow() }
    if isFull[slot] { values.deinitializeElement(at: slot) }
    values.initializeElement(at: slot, to: value)
    isFull[slot] = true
  }

  private func checkFull(_ slot: Int) throws(WireError) {
    guard isFull.indices.contains(slot), isFull[slot] else {
      throw .malformed("slot \(slot) is empty")
    }
  }

  private func grow() {
    let larger = UnsafeMutableBufferPointer<Value>.allocate(capacity: 2 * isFull.count)
    for slot in isFull.indices where isFull[slot] {
      larger.initializeElement(at: slot, to: values.moveElement(from: slot))
    }
    values.deallocate()
    values = larger
    isFull += repeatElement(false, count: isFull.count)
  }

  deinit {
    for slot in isFull.indices where isFull[slot] { values.deinitializeElement(at: slot) }
    values.deallocate()
  }
}
