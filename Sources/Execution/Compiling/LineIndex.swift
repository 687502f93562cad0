/// Where the lines of a file begin, so that finding one does not go through those before it.
struct LineIndex {
  /// Of a longer line the beginning is shown.
  static let longestLine = 400

  private let bytes: [UInt8]
  private let starts: [Int]

  /// Goes through the file once.
  init(_ file: SourceFile) {
    bytes = file.bytes
    var starts = [0]
    for (index, byte) in file.bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    self.starts = starts
  }

  /// The text of a line, counted from 1, printable and at most so long; nil past the end.
  func line(_ number: Int) -> String? {
    guard starts.indices.contains(number - 1) else { return nil }
    let start = starts[number - 1]
    var end = number < starts.count ? starts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    guard end - start > Self.longestLine else { return printable(Array(bytes[start..<end])) }
    // Not in the middle of a character.
    end = start + Self.longestLine
    while end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return printable(Array(bytes[start..<end])) + "…"
  }
}
