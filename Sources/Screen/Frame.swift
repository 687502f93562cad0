/// What the screen shows at one moment.
public struct Frame: Hashable, Sendable {
  /// The columns the screen has.
  public var columns: Int
  /// The rows, as many as the screen has.
  public var lines: [FrameLine]
  /// The column of the last row at which the reader is typing; nil when nothing is typed.
  public var cursorColumn: Int?

  /// Makes a frame of as many rows as the screen has: what is missing is empty, what is too much is
  /// left out.
  public init(size: ScreenSize, lines: [FrameLine], cursorColumn: Int? = nil) {
    columns = size.columns
    self.lines = Array(lines.prefix(size.rows))
    self.lines += repeatElement(FrameLine(), count: size.rows - self.lines.count)
    self.cursorColumn = cursorColumn
  }
}
