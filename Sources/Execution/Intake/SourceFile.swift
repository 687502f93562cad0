/// One of a learner's files, as read.
public struct SourceFile: Hashable, Sendable {
  /// The file's name below what was handed in, such as `Sources/ORSet/ORSet.swift`; safe to print.
  public let name: String
  /// What it holds: valid UTF-8 without NUL.
  public let bytes: [UInt8]

  /// Gathers a file; `name` is made printable.
  public init(name: String, bytes: [UInt8]) {
    self.name = printableName(name)
    self.bytes = bytes
  }

  /// The text of a line, counted from 1; nil past the end.
  func line(_ number: Int) -> String? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard number >= 1, number <= lines.count else { return nil }
    var line = Array(lines[number - 1])
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return printable(line)
  }
}
