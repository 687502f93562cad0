public import Markdown

/// The narrowest width a document is laid out for, in columns.
public let narrowestWidth = 10

/// Lays a document out for a width.
///
/// No line but one of code is wider than `width`, no character of the text is lost, and none of it
/// can act upon a terminal: what could is shown as U+FFFD.
///
/// - Parameters:
///   - document: what to lay out; its front matter is not shown.
///   - section: the only section to lay out; nil for everything.
///   - width: the columns a line may take; fewer than `narrowestWidth` count as that.
///   - style: what may be sent besides text.
///   - insets: what is drawn in place of code blocks.
public func layOut(
  _ document: Document, section: Section? = nil, width: Int, style: PageStyle,
  insets: Insets = .none
) -> Page {
  var layout = BlockLayout(
    document, width: max(width, narrowestWidth), style: style, insets: insets)
  return layout.page(of: section?.blocks ?? 0..<document.blocks.count)
}

/// Lays a document out and returns its lines as they are sent, each ended by a line feed.
///
/// Parameters as for `layOut(_:section:width:style:insets:)`.
public func render(
  _ document: Document, section: Section? = nil, width: Int, style: PageStyle,
  insets: Insets = .none
) -> String {
  layOut(document, section: section, width: width, style: style, insets: insets).encoded
}
