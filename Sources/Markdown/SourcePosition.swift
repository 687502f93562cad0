/// A place in a Markdown source, counted as editors do.
public struct SourcePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The line, from 1, in the whole file: front matter counts.
  public var line: Int
  /// The column, from 1, in bytes of UTF-8.
  public var column: Int

  /// Makes a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`, as compilers write it.
  public var description: String { "\(line):\(column)" }

  /// Orders positions as they come in the source.
  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
