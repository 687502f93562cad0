/// Why bytes could not be read as what was expected.
public enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes end before the value does.
  case truncated
  /// A value is out of range for its type.
  case malformed(String)

  /// What is wrong with the bytes.
  public var description: String {
    switch self {
    case .truncated: "it ends too early"
    case .malformed(let what): what
    }
  }
}

/// Writes values as bytes: integers as little-endian base 128, everything of variable size with its
/// length in front.
public struct ByteWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts with nothing written.
  public init() {}

  /// Writes one byte.
  public mutating func byte(_ value: UInt8) {
    bytes.append(value)
  }

  /// Writes a non-negative integer in 1 to 10 bytes.
  public mutating func unsigned(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Writes a non-negative count or index.
  public mutating func count(_ value: Int) {
    unsigned(UInt64(value))
  }

  /// Writes an integer of either sign, small magnitudes in few bytes.
  public mutating func integer(_ value: Int) {
    unsigned(UInt64(bitPattern: Int64((value << 1) ^ (value >> (Int.bitWidth - 1)))))
  }

  /// Writes a truth value as one byte.
  public mutating func bool(_ value: Bool) {
    bytes.append(value ? 1 : 0)
  }

  /// Writes a length and then the bytes.
  public mutating func blob(_ value: some Collection<UInt8>) {
    count(value.count)
    bytes.append(contentsOf: value)
  }

  /// Writes a length and then the text in UTF-8.
  public mutating func string(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  /// Writes bytes as they are, without a length.
  public mutating func raw(_ value: some Sequence<UInt8>) {
    bytes.append(contentsOf: value)
  }

  /// Writes what `body` writes, with its length in front.
  public mutating func nested<Failure: Error>(
    _ body: (inout ByteWriter) throws(Failure) -> Void
  ) throws(Failure) {
    // Most are short: their length takes one byte, which is put in afterwards.
    let start = bytes.count
    bytes.append(0)
    do throws(Failure) {
      try body(&self)
    } catch {
      bytes.removeSubrange(start...)
      throw error
    }
    let length = bytes.count - start - 1
    if length < 0x80 {
      bytes[start] = UInt8(length)
    } else {
      var prefix = ByteWriter()
      prefix.count(length)
      bytes.replaceSubrange(start...start, with: prefix.bytes)
    }
  }
}

/// Reads what `ByteWriter` wrote, from bytes that may be hostile: every read is checked.
public struct ByteReader: Sendable {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// Reads from the start of `bytes`.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  private init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    position = start
    self.end = end
  }

  /// True when everything has been read.
  public var isAtEnd: Bool { position == end }

  /// The number of bytes not yet read.
  public var remaining: Int { end - position }

  /// Reads one byte.
  public mutating func byte() throws(WireError) -> UInt8 {
    guard position < end else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads a non-negative integer.
  public mutating func unsigned() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || (shift == 63 && next <= 1) else {
        throw .malformed("an integer of more than 64 bits")
      }
      value |= UInt64(next & 0x7f) << shift
      if next & 0x80 == 0 { return value }
      shift += 7
    }
  }

  /// Reads a non-negative count or index.
  public mutating func count() throws(WireError) -> Int {
    let value = try unsigned()
    guard let count = Int(exactly: value) else { throw .malformed("a count of \(value)") }
    return count
  }

  /// Reads an integer of either sign.
  public mutating func integer() throws(WireError) -> Int {
    let value = try unsigned()
    return Int(Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1))))
  }

  /// Reads a truth value.
  public mutating func bool() throws(WireError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    case let other: throw .malformed("a truth value of \(other)")
    }
  }

  /// Reads a number of items that each take at least one byte, so that a forged number cannot make
  /// the reader reserve more memory than was sent.
  public mutating func itemCount() throws(WireError) -> Int {
    let value = try count()
    guard value <= remaining else { throw .truncated }
    return value
  }

  /// Reads bytes with their length in front.
  public mutating func blob() throws(WireError) -> [UInt8] {
    let length = try itemCount()
    defer { position += length }
    return Array(bytes[position..<position + length])
  }

  /// Reads bytes with their length in front, as a reader of their own.
  public mutating func nested() throws(WireError) -> ByteReader {
    let length = try itemCount()
    defer { position += length }
    return ByteReader(bytes, from: position, to: position + length)
  }

  /// Reads text with its length in front.
  public mutating func string() throws(WireError) -> String {
    let length = try itemCount()
    defer { position += length }
    guard let text = String(validating: bytes[position..<position + length], as: UTF8.self) else {
      throw .malformed("text that is not UTF-8")
    }
    return text
  }

  /// Passes over everything that has not been read.
  public mutating func skipRest() {
    position = end
  }

  /// Fails unless everything has been read.
  public func expectEnd() throws(WireError) {
    guard isAtEnd else { throw .malformed("\(remaining) bytes too many") }
  }
}
