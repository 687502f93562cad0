/// The size of a terminal, in character cells.
public struct ScreenSize: Hashable, Sendable {
  /// The columns, at least 1.
  public let columns: Int
  /// The rows, at least 1.
  public let rows: Int

  /// Describes a size; a terminal that says it has no cells is taken to have one.
  public init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
  }

  /// The rows above the status line.
  public var bodyRows: Int { max(1, rows - 1) }
}
