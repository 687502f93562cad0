/// A block of a document: a paragraph, a list, a table.
///
/// Blocks form a tree and are stored flat, a container before what is in it. That way neither
/// walking nor releasing a document of ten thousand nested quotations needs ten thousand stack
/// frames.
public struct Block: Hashable, Sendable {
  /// What a block is.
  public enum Kind: Hashable, Sendable {
    /// Running text.
    case paragraph
    /// A heading of level 1 to 6.
    case heading(level: Int)
    /// A line between two parts.
    case thematicBreak
    /// Code, indented or fenced, in `literal`; `info` is what stands after the fence.
    case code(info: Literal)
    /// Lines of HTML in `literal`, as they are in the source.
    case html
    /// A quotation; holds blocks.
    case quote
    /// A list; holds items.
    case list(List)
    /// One item of a list; holds blocks.
    case item
    /// A GFM table of this many columns; holds rows.
    case table(columns: Int)
    /// A row of a table, the first one its header. Holds at most as many cells as the table has
    /// columns; missing ones are empty.
    case row(isHeader: Bool)
    /// A cell, with inlines.
    case cell(Alignment)
  }

  /// How the items of a list are marked and set.
  public struct List: Hashable, Sendable {
    /// The number of the first item; nil for bullets.
    public var start: Int?
    /// True when numbers are followed by `)` instead of `.`.
    public var hasParentheses: Bool
    /// True when no blank line separates the items.
    public var isTight: Bool
  }

  /// How a column of a table is set.
  public enum Alignment: Hashable, Sendable {
    case natural, left, center, right
  }

  /// What this block is.
  public var kind: Kind
  /// Where it starts.
  public var start: SourcePosition
  /// Where it ends, inclusive, according to libcmark, which is a line late for underlined headings
  /// and lists.
  public var end: SourcePosition
  /// The index in `Document.blocks` just past this block and everything in it: its next sibling,
  /// if it has one.
  public var next: Int
  /// Its text, as indices into `Document.inlines`; for paragraphs, headings and cells.
  public var inlines: Range<Int>
  /// Its content as written, for code and HTML.
  public var literal: Literal
}
