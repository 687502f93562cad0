public import Reader
import Terminal

/// Where the texts come from that are read on a screen. Texts are known by references, strings whose
/// form is the shelf's own business.
public protocol Bookshelf {
  /// The texts of the book, in the order of reading.
  func contents() throws(Unreadable) -> [BookEntry]

  /// The text with this reference.
  func text(_ reference: String) throws(Unreadable) -> BookText

  /// What a link leads to.
  ///
  /// - Parameters:
  ///   - destination: the link's destination without `#` and what follows it; not empty.
  ///   - reference: the text the link is in.
  /// - Returns: a text's reference; nil when the link leads to nothing that can be read here.
  func reference(for destination: String, from reference: String) -> String?

  /// The figure that a link leads to; nil when it leads to something else.
  func figure(for destination: String) -> SteppableFigure?
}

extension Bookshelf {
  /// None.
  public func figure(for destination: String) -> SteppableFigure? { nil }
}

/// A text of the book as a list of them shows it.
public struct BookEntry: Hashable, Sendable {
  /// What the shelf knows the text by.
  public var reference: String
  /// The text's title.
  public var title: String

  /// Describes a text.
  public init(reference: String, title: String) {
    self.reference = reference
    self.title = title
  }
}

/// A text that can be laid out for any width.
public struct BookText: Sendable {
  /// What the shelf knows the text by.
  public var reference: String
  /// The text's title, cleaned of what a terminal would act upon.
  public let title: String
  /// Lays the text out for a number of columns, as a page that is navigable.
  public var layOut: @Sendable (_ width: Int) -> Page

  /// Describes a text.
  public init(
    reference: String, title: String, layOut: @escaping @Sendable (_ width: Int) -> Page
  ) {
    self.reference = reference
    self.title = Sanitizer.clean(title)
    self.layOut = layOut
  }
}

/// A text cannot be had.
public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, where, and what to do, in one sentence.
  public var description: String

  /// Describes what is wrong.
  public init(_ description: String) {
    self.description = description
  }
}
