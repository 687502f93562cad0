import Terminal

/// Names with what they mean in a column of its own, or below each name where the width is too small
/// for two columns.
struct NameList {
  /// A name, what stands before it, and what it means.
  typealias Entry = (name: String, number: String, text: String)

  private let entries: [Entry]

  /// The fewest columns in which a meaning stands beside its name.
  private static let narrowest = 20

  /// A list of these entries. All numbers or none are empty.
  init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The lines, none wider than the width where words permit.
  func lines(width: Int) -> [String] {
    let numbers = entries.map { DisplayWidth.columns(of: $0.number) }.max() ?? 0
    let names = entries.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
    return entries.flatMap { entry in
      let number =
        numbers == 0 ? "" : DisplayWidth.padded(entry.number, to: numbers) + "  "
      let lead = number + DisplayWidth.padded(entry.name, to: names) + "  "
      let indent = DisplayWidth.columns(of: lead)
      guard width - indent < Self.narrowest else {
        return TextWrap.lines(
          of: entry.text, width: width, firstIndent: lead,
          hangingIndent: String(repeating: " ", count: indent))
      }
      return TextWrap.lines(of: String((number + entry.name).drop { $0 == " " }), width: width)
        + TextWrap.lines(of: entry.text, width: width, firstIndent: "  ", hangingIndent: "  ")
    }
  }
}
