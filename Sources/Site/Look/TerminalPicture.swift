import Diagrams
public import Screen
import Terminal

/// A terminal's screen as a picture: an SVG that needs no font but a monospaced one, light or dark as its
/// reader likes.
public struct TerminalPicture {
  private let copy: TerminalCopy
  private let description: String

  // In units of the picture: a character, and the space around the screen.
  private static let (width, height, margin) = (8.4, 18.0, 14.0)

  /// Prepares a picture.
  /// - Parameter description: what is to be seen, in words, for who cannot see it.
  public init(_ copy: TerminalCopy, description: String) {
    self.copy = copy
    self.description = description
  }

  /// The picture's text.
  public var svg: String {
    let columns = copy.rows.first?.count ?? 0
    let width = Self.number(Double(columns) * Self.width + 2 * Self.margin)
    let height = Self.number(Double(copy.rows.count) * Self.height + 2 * Self.margin)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" role="img">
      <title>\(MarkupText.escaped(description))</title>
      <style>
      svg { \(Palette.light.declarations) }
      @media (prefers-color-scheme: dark) { svg { \(Palette.dark.declarations) } }
      text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; \
      fill: var(--ink) }
      .b { font-weight: bold } .d { fill: var(--quiet) } .i { font-style: italic }
      .u { text-decoration: underline } .s { text-decoration: line-through }
      \(Self.classes.map { ".\($0.name) { fill: var(--\($0.color)) }" }.joined(separator: " "))
      .v { fill: var(--paper) }
      </style>
      <rect width="100%" height="100%" rx="8" fill="var(--paper)" stroke="var(--line)"/>

      """
    for (number, row) in copy.rows.enumerated() { text += line(number, row) }
    return text + "</svg>\n"
  }

  /// The colours of a terminal, by what stands for them.
  private static let classes: [(name: String, color: String)] = [
    ("red", "bad"), ("green", "good"), ("yellow", "warn"), ("blue", "link"), ("magenta", "state"),
    ("cyan", "link"),
  ]

  private func line(_ number: Int, _ row: [TerminalCopy.Cell]) -> String {
    var text = ""
    var start = 0
    while start < row.count {
      var end = start + 1
      while end < row.count, row[end].style == row[start].style { end += 1 }
      text += run(number, start, row[start..<end])
      start = end
    }
    return text
  }

  private func run(_ row: Int, _ column: Int, _ cells: ArraySlice<TerminalCopy.Cell>) -> String {
    let style = cells.first?.style ?? .plain
    let isInverse = style.attributes.contains(.inverse)
    let text = cells.map(\.text).joined()
    guard isInverse || text.contains(where: { $0 != " " }) else { return "" }
    let x = Self.margin + Double(column) * Self.width
    let top = Self.margin + Double(row) * Self.height
    let length = Self.number(Double(cells.count) * Self.width)
    var result = ""
    if isInverse {
      result +=
        "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(top))\" width=\"\(length)\" "
        + "height=\"\(Self.number(Self.height))\" fill=\"var(--\(Self.color(style)))\"/>\n"
    }
    // Every run has the length of its columns, whatever the font.
    result +=
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(top + 13))\" textLength=\"\(length)\""
      + (Self.names(style).isEmpty ? "" : " class=\"\(Self.names(style))\"")
      + ">\(MarkupText.escaped(text))</text>\n"
    return result
  }

  private static func color(_ style: Style) -> String {
    guard let color = style.color else { return "ink" }
    return classes.first { "\(color)".lowercased().hasSuffix($0.name) }?.color ?? "ink"
  }

  private static func names(_ style: Style) -> String {
    let attributes: [(Style.Attributes, String)] = [
      (.bold, "b"), (.dim, "d"), (.italic, "i"), (.underline, "u"), (.strikethrough, "s"),
      (.inverse, "v"),
    ]
    var names = attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    if !style.attributes.contains(.inverse), let color = style.color,
      let known = classes.first(where: { "\(color)".lowercased().hasSuffix($0.name) })
    {
      names.append(known.name)
    }
    return names.joined(separator: " ")
  }

  /// A number with at most one decimal.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
