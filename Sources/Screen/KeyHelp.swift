import Terminal

/// What the keys of a room do, as its user is told.
public struct KeyHelp: Sendable {
  /// Keys that have something in common, and what each does.
  public typealias Section = (title: String, keys: [(String, String)])

  private let sections: [Section]

  /// Describes keys.
  public init(_ sections: [Section]) {
    self.sections = sections
  }

  /// The keys of a reading room.
  static let reading = KeyHelp([
    (
      "Move",
      [
        ("j ↓ Enter", "a line down"), ("k ↑", "a line up"), ("Space f PgDn", "a screen down"),
        ("b PgUp", "a screen up"), ("d", "half a screen down"), ("u", "half a screen up"),
        ("g Home", "to the start"), ("G End", "to the end"),
        ("→ ←", "sideways, where code is wider than the screen (›)"),
      ]
    ),
    (
      "Sections and chapters",
      [
        ("] [", "next, previous section"), ("} {", "next, previous chapter"),
        ("o", "outline of this chapter"), ("t", "table of contents"),
      ]
    ),
    (
      "Search",
      [
        ("/", "search; capitals count only when you type one"), ("n N", "next, previous match"),
        ("Esc", "stop showing matches"),
      ]
    ),
    (
      "Links",
      [
        ("Tab", "select the next link"), ("Shift-Tab", "select the previous link"),
        ("Enter", "follow the selected link"), ("Backspace H", "back to where you were"),
        ("L", "forward again"),
      ]
    ),
    (
      "Figures",
      [
        ("Tab Enter", "step through the figure whose command is selected"),
        ("→ ←", "the next event, the one before; g and G for the ends"),
        ("] [", "the same with other values or another seed"), ("q", "back to the text"),
      ]
    ),
    (
      "And",
      [
        ("?", "this help"), ("Ctrl-L", "draw the screen again"),
        ("Ctrl-Z", "suspend; fg comes back"), ("q Ctrl-C", "quit; your place is kept"),
      ]
    ),
  ])

  /// The help, laid out for a width.
  public func lines(columns: Int) -> [FrameLine] {
    let keyColumns = 14
    let isNarrow = columns < 36
    var lines: [FrameLine] = []
    for section in sections {
      if !lines.isEmpty { lines.append(FrameLine()) }
      lines.append(FrameLine(section.title, Style(.cyan, .bold), fitting: columns))
      for (keys, action) in section.keys {
        let indent = isNarrow ? 2 : 2 + keyColumns
        let wrapped = TextWrap.lines(
          of: action, width: max(1, columns - indent)
        )
        var line = FrameLine()
        line.append("  " + keys, Style(nil, .bold))
        if isNarrow {
          lines.append(FrameLine("  " + keys, Style(nil, .bold), fitting: columns))
        } else {
          line.pad(to: indent, .plain)
          line.append(wrapped[0])
          lines.append(line)
        }
        for text in wrapped.dropFirst(isNarrow ? 0 : 1) {
          lines.append(
            FrameLine(String(repeating: " ", count: indent) + text, fitting: columns))
        }
      }
    }
    return lines
  }
}
