/// A piece of running text. Stored flat like `Block`, a container before what is in it.
public struct Inline: Hashable, Sendable {
  /// What an inline is.
  public enum Kind: Hashable, Sendable {
    /// Text, in `literal`, character references resolved.
    case text
    /// A line end in the source; as good as a space.
    case softBreak
    /// A line end the author asked for.
    case lineBreak
    /// Code, in `literal`.
    case code
    /// One HTML tag, comment or the like in `literal`, as it is in the source.
    case html
    /// Emphasis; holds inlines.
    case emphasis
    /// Strong emphasis; holds inlines.
    case strong
    /// A link to this entry of `Document.targets`; holds inlines.
    case link(target: Int)
    /// An image from this entry of `Document.targets`; holds its description as inlines.
    case image(target: Int)
  }

  /// What this inline is.
  public var kind: Kind
  /// Where it starts. The line is right; in quotations and lists libcmark counts the columns of a
  /// paragraph's further lines from the text instead of the line's start.
  public var start: SourcePosition
  /// The index in `Document.inlines` just past this inline and everything in it.
  public var next: Int
  /// Its content, for text, code and HTML.
  public var literal: Literal
}
