/// What the screen shows at one moment.
public struct Frame: Hashable, Sendable {
  /// The columns the screen has.
  public var columns: Int
  /// The rows, as many as the screen has.
  public var lines: [FrameLine]
  /// The column of the last row at which the reader is typing; nil when nothing is typed.
  public var cursorColumn: Int?
}
