/// What the histories of others are written in: the part of Clojure's extensible data notation that they
/// use.
enum EDNValue: Hashable {
  case nothing
  case integer(Int)
  /// Without its colon.
  case keyword(String)
  case text(String)
  indirect case list([EDNValue])
  indirect case map([String: EDNValue])
}

/// Reads values one after the other, and knows where it is.
struct EDNReader {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8], line: Int = 1) {
    self.bytes = bytes
    self.line = line
  }

  /// What is wrong here.
  func fault(_ sentence: String) -> HistoryFileError {
    HistoryFileError(line: line, column: place - lineStart + 1, sentence: sentence)
  }

  /// True when nothing but space is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return place == bytes.count
  }

  /// The line of what comes next.
  mutating func nextLine() -> Int {
    skipSpace()
    return line
  }

  /// Takes this byte if it comes next.
  mutating func take(_ byte: Character) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == byte.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = place + 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ","): break
      default: return
      }
      place += 1
    }
  }

  /// The next value.
  /// - Parameter depth: how deep lists may be nested yet.
  mutating func value(depth: Int = 16) throws(HistoryFileError) -> EDNValue {
    skipSpace()
    guard place < bytes.count, depth > 0 else { throw fault("a value is missing") }
    if take("[") { return .list(try values(until: "]", depth)) }
    if take("{") {
      let items = try values(until: "}", depth)
      guard items.count % 2 == 0 else { throw fault("a map has a key without a value") }
      var map: [String: EDNValue] = [:]
      for index in stride(from: 0, to: items.count, by: 2) {
        guard case .keyword(let name) = items[index] else {
          throw fault("a map's keys must be keywords, such as :process")
        }
        map[name] = items[index + 1]
      }
      return .map(map)
    }
    if take("\"") { return .text(try text()) }
    return try word()
  }

  private mutating func values(
    until end: Character, _ depth: Int
  ) throws(HistoryFileError) -> [EDNValue] {
    var items: [EDNValue] = []
    while !take(end) { items.append(try value(depth: depth - 1)) }
    return items
  }

  private mutating func text() throws(HistoryFileError) -> String {
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\") where place < bytes.count:
        let escaped = bytes[place]
        text.append(
          escaped == UInt8(ascii: "n") ? 10 : escaped == UInt8(ascii: "t") ? 9 : escaped)
        place += 1
      default: text.append(byte)
      }
    }
    throw fault("a text has no end")
  }

  private mutating func word() throws(HistoryFileError) -> EDNValue {
    let ends = Set("[]{}(), \t\r\n\"".utf8)
    let start = place
    while place < bytes.count, !ends.contains(bytes[place]) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    if word == "nil" { return .nothing }
    if word.hasPrefix(":"), word.count > 1 { return .keyword(String(word.dropFirst())) }
    if let number = Int(word) { return .integer(number) }
    place = start
    throw fault("'\(word.prefix(30))' is no number, keyword, text or nil")
  }
}
