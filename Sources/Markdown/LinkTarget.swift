/// Where a link or an image points.
public struct LinkTarget: Hashable, Sendable {
  /// The destination as the author meant it, escapes and character references resolved; may be
  /// relative, and may contain anything.
  public var destination: String
  /// The title; empty for none.
  public var title: String

  /// Describes a target.
  public init(destination: String, title: String = "") {
    self.destination = destination
    self.title = title
  }
}
