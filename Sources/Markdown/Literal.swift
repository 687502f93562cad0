/// A piece of a document's content, as a range of `Document.content`.
public struct Literal: Hashable, Sendable {
  /// The offset of its first byte.
  public var start: Int
  /// The offset just past its last byte.
  public var end: Int

  /// No content.
  public static let empty = Literal(start: 0, end: 0)

  /// True when there is nothing in it.
  public var isEmpty: Bool { start == end }

  /// The same as a range.
  public var range: Range<Int> { start..<end }
}
