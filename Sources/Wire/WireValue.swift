public import ExerciseKit

/// A value that travels between grader and worker.
///
/// Reading takes bytes that may be hostile: it is bounded, checks everything and cannot trap. Whoever
/// writes a conformance reads in the order in which it writes.
public protocol WireValue: Sendable {
  /// Reads a value.
  /// - Throws: `WireError` for bytes that are not one.
  init(from reader: inout ByteReader) throws(WireError)

  /// Writes the value.
  func write(to writer: inout ByteWriter)
}

/// What is written where there is nothing to say.
public struct Nothing: WireValue, Hashable {
  /// Says nothing.
  public init() {}

  /// Reads no byte.
  public init(from reader: inout ByteReader) throws(WireError) {}

  /// Writes no byte.
  public func write(to writer: inout ByteWriter) {}
}

/// The most of anything of variable size that a `WireValue` reads, so that an answer cannot cost the
/// grader more than its question.
public enum WireLimit {
  /// Items of a list.
  public static let items = 1 << 16
  /// Bytes of a text.
  public static let text = 1 << 16
}

extension Int: WireValue {
  /// Reads an integer of either sign.
  public init(from reader: inout ByteReader) throws(WireError) { self = try reader.integer() }

  /// Writes the integer.
  public func write(to writer: inout ByteWriter) { writer.integer(self) }
}

extension Int64: WireValue {
  /// Reads an integer of either sign.
  public init(from reader: inout ByteReader) throws(WireError) {
    self = Int64(try reader.integer())
  }

  /// Writes the integer.
  public func write(to writer: inout ByteWriter) { writer.integer(Int(self)) }
}

extension UInt64: WireValue {
  /// Reads an integer that is not negative.
  public init(from reader: inout ByteReader) throws(WireError) { self = try reader.unsigned() }

  /// Writes the integer.
  public func write(to writer: inout ByteWriter) { writer.unsigned(self) }
}

extension Bool: WireValue {
  /// Reads a truth value.
  public init(from reader: inout ByteReader) throws(WireError) { self = try reader.bool() }

  /// Writes the truth value.
  public func write(to writer: inout ByteWriter) { writer.bool(self) }
}

extension Double: WireValue {
  /// Reads a number bit by bit: it may be infinite, or no number at all.
  public init(from reader: inout ByteReader) throws(WireError) {
    var bits: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bits |= UInt64(try reader.byte()) << shift
    }
    self.init(bitPattern: bits)
  }

  /// Writes the number's 64 bits.
  public func write(to writer: inout ByteWriter) {
    writer.raw(
      stride(from: UInt64(0), to: 64, by: 8).map { UInt8(truncatingIfNeeded: bitPattern >> $0) })
  }
}

extension String: WireValue {
  /// Reads a text of at most `WireLimit.text` bytes.
  public init(from reader: inout ByteReader) throws(WireError) {
    let text = try reader.string()
    guard text.utf8.count <= WireLimit.text else {
      throw .malformed("a text of \(text.utf8.count) bytes")
    }
    self = text
  }

  /// Writes the text.
  public func write(to writer: inout ByteWriter) { writer.string(self) }
}

extension NodeID: WireValue {
  /// Reads a node's name.
  public init(from reader: inout ByteReader) throws(WireError) { self = try reader.node() }

  /// Writes the node's name.
  public func write(to writer: inout ByteWriter) { writer.node(self) }
}

extension Optional: WireValue where Wrapped: WireValue {
  /// Reads whether there is a value, and the value.
  public init(from reader: inout ByteReader) throws(WireError) {
    self = try reader.bool() ? try Wrapped(from: &reader) : nil
  }

  /// Writes whether there is a value, and the value.
  public func write(to writer: inout ByteWriter) {
    writer.bool(self != nil)
    if let self { self.write(to: &writer) }
  }
}

extension Array: WireValue where Element: WireValue {
  /// Reads a list of at most `WireLimit.items` items. No more memory is reserved than was sent.
  public init(from reader: inout ByteReader) throws(WireError) {
    let count = try reader.itemCount()
    guard count <= WireLimit.items else {
      throw .malformed("\(count) items, where at most \(WireLimit.items) are taken in")
    }
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try Element(from: &reader)) }
  }

  /// Writes how many items there are, and the items.
  public func write(to writer: inout ByteWriter) {
    writer.count(count)
    for item in self { item.write(to: &writer) }
  }
}

extension Int128: WireValue {
  /// Reads an integer of either sign: its low 64 bits, then the rest.
  public init(from reader: inout ByteReader) throws(WireError) {
    let low = try reader.unsigned()
    self = Int128(try reader.integer()) << 64 | Int128(low)
  }

  /// Writes the integer.
  public func write(to writer: inout ByteWriter) {
    writer.unsigned(UInt64(truncatingIfNeeded: self))
    writer.integer(Int(truncatingIfNeeded: self >> 64))
  }
}
