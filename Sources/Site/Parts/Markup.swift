import Diagrams
import Terminal

/// Markup that is HTML to a browser and well-formed XML to a program.
///
/// The one place in which text becomes markup: whatever is not written by `element` and `text` comes from
/// this module's own constants, or was made by another `Markup`.
struct Markup {
  /// What has been written.
  private(set) var source = ""
  private var opened: [String] = []

  /// Elements that have no content and no end tag.
  private static let voids: Set<String> = ["br", "hr", "input", "link", "meta"]

  /// Writes text that shows exactly these characters, control characters made harmless.
  mutating func text(_ text: some StringProtocol) {
    source += MarkupText.escaped(Sanitizer.clean(text, layout: .lines))
  }

  /// Opens an element.
  mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    source += "<" + name
    for (key, value) in attributes {
      let clean = Sanitizer.clean(value, layout: .lines)
      source += " \(key)=\"\(MarkupText.escaped(clean, isAttribute: true))\""
    }
    if Self.voids.contains(name) {
      source += "/>"
    } else {
      source += ">"
      opened.append(name)
    }
  }

  /// Closes the element opened last.
  mutating func close() {
    guard let name = opened.popLast() else { return }
    source += "</\(name)>"
  }

  /// Writes an element around text; with an empty text, an element without content.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String = ""
  ) {
    open(name, attributes)
    guard !Self.voids.contains(name) else { return }
    self.text(text)
    close()
  }

  /// Writes markup made elsewhere in this way.
  mutating func append(_ other: Markup) {
    source += other.source
  }

  /// Writes markup that `Diagrams` made, or a constant of this module.
  mutating func append(trusted markup: String) {
    source += markup
  }

  /// Ends a line of the source, which a browser does not show.
  mutating func newline() {
    source += "\n"
  }
}
