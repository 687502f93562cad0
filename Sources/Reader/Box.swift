import Terminal

/// A `div` that sites show as a box, told by its class: `decision-box`, `failure-vignette` and the
/// like. It is set with a bar at its side and a line that says what it is.
struct Box {
  /// What the box is, made from the class: `truth-box` is labelled Truth. Not yet clean.
  let label: String
  /// The look of its bar and label.
  let style: Style

  /// Reads a tag; nil for one that is no box.
  init?(_ tag: HTMLTag) {
    guard let classes = tag.attribute("class") else { return nil }
    for name in classes.split(whereSeparator: { $0.isWhitespace }) {
      for suffix in ["-box", "-vignette"] where name.hasSuffix(suffix) && name != suffix {
        let words = name.dropLast(suffix.count).split { $0 == "-" || $0 == "_" }
        guard let first = words.first else { continue }
        label =
          ([first.prefix(1).uppercased() + first.dropFirst()] + words.dropFirst().map(String.init))
          .joined(separator: " ")
        style = Theme.box(String(name))
        return
      }
    }
    return nil
  }
}
