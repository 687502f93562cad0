public import Terminal

/// What is drawn in place of code blocks, such as the figures of a chapter.
///
/// A code block with an info string is offered to `draw` with the width there is for it inside its
/// quotations, lists and boxes, so what it stands for is drawn anew for every width.
public struct Insets: Sendable {
  /// Draws a block as lines.
  ///
  /// Takes the info string as written, the block's body, and the columns a line should take at
  /// most. Returns nil for a block to be set as ordinary code. A line that is wider goes past the
  /// edge of the page, as code does; nothing of it is cut. On a plain page the text of the lines is
  /// shown without their styles.
  public var draw: @Sendable (_ info: String, _ body: String, _ width: Int) -> [StyledLine]?

  /// Every block is ordinary code.
  public static let none = Insets { _, _, _ in nil }

  /// Draws blocks with this closure.
  public init(
    draw: @escaping @Sendable (_ info: String, _ body: String, _ width: Int) -> [StyledLine]?
  ) {
    self.draw = draw
  }
}
