public import Terminal

/// What a terminal shows to which a screen of ours was sent: the few sequences that `TerminalScreen` sends are
/// obeyed, any other is passed over.
public struct TerminalCopy: Hashable, Sendable {
  /// A place of the terminal.
  public struct Cell: Hashable, Sendable {
    /// What stands there; empty behind a character of two columns.
    public var text = " "
    /// How it looks.
    public var style = Style.plain
  }

  /// The rows, from the top.
  public private(set) var rows: [[Cell]]
  private let columns: Int
  private var row = 0
  private var column = 0
  private var style = Style.plain

  /// An empty terminal.
  public init(_ size: ScreenSize) {
    columns = size.columns
    rows = Array(
      repeating: Array(repeating: Cell(), count: size.columns), count: size.rows)
  }

  /// The characters of a row, without blanks at its end.
  public func text(ofRow row: Int) -> String {
    var text = rows[row].map(\.text).joined()[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Takes what is sent, which must not end within a sequence.
  public mutating func take(_ output: String) {
    let bytes = Array(output.utf8)
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case 0x1b: place = sequence(bytes, place + 1)
      case 0x0d:
        column = 0
        place += 1
      case 0x0a:
        row = min(row + 1, rows.count - 1)
        place += 1
      case 0..<0x20, 0x7f: place += 1
      default: place = character(bytes, place)
      }
    }
  }

  private mutating func character(_ bytes: [UInt8], _ start: Int) -> Int {
    let cluster = DisplayCluster(in: bytes, at: start, limit: bytes.count)
    guard cluster.end > start else { return start + 1 }
    if cluster.columns > 0, column + cluster.columns <= columns {
      rows[row][column] = Cell(
        text: String(decoding: bytes[start..<cluster.end], as: UTF8.self), style: style)
      for further in 1..<max(1, cluster.columns) {
        rows[row][column + further] = Cell(text: "", style: style)
      }
      column += cluster.columns
    }
    return cluster.end
  }

  /// Obeys what begins behind an escape.
  /// - Returns: where it ends.
  private mutating func sequence(_ bytes: [UInt8], _ start: Int) -> Int {
    guard start < bytes.count else { return start }
    if bytes[start] == UInt8(ascii: "]") { return endOfString(bytes, start + 1) }
    guard bytes[start] == UInt8(ascii: "[") else { return start + 1 }
    var end = start + 1
    while end < bytes.count, !(0x40...0x7e).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return end }
    let text = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    // What is private, such as showing the cursor, changes no text.
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    if !text.hasPrefix("?") { obey(bytes[end], numbers) }
    return end + 1
  }

  /// A string, such as the target of a link, ends with a bell or a backslash behind an escape.
  private func endOfString(_ bytes: [UInt8], _ start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] != 0x07 {
      if bytes[place] == 0x1b { return min(place + 2, bytes.count) }
      place += 1
    }
    return min(place + 1, bytes.count)
  }

  private mutating func obey(_ command: UInt8, _ numbers: [Int]) {
    switch command {
    case UInt8(ascii: "H"):
      row = min(max(0, numbers[0] - 1), rows.count - 1)
      column = min(max(0, (numbers.count > 1 ? numbers[1] : 1) - 1), columns - 1)
    case UInt8(ascii: "K"):
      for column in min(column, columns)..<columns { rows[row][column] = Cell() }
    case UInt8(ascii: "J"):
      rows = Array(repeating: Array(repeating: Cell(), count: columns), count: rows.count)
    case UInt8(ascii: "m"):
      for number in numbers { change(number) }
    default: break
    }
  }

  private static let attributes: [Int: Style.Attributes] = [
    1: .bold, 2: .dim, 3: .italic, 4: .underline, 7: .inverse, 9: .strikethrough,
  ]

  private mutating func change(_ number: Int) {
    switch number {
    case 0: style = .plain
    case 30...37: style.color = Color(rawValue: UInt8(number - 30))
    case 90...97: style.color = Color(rawValue: UInt8(number - 82))
    default:
      if let attribute = Self.attributes[number] { style.attributes.insert(attribute) }
    }
  }
}
