import Terminal

/// The last row of the screen: where the reader is, at any width.
struct StatusLine {
  /// The parts on the left, the most important one first: chapter, then section.
  var places: [String]
  /// How much of the text has been shown, in percent.
  var percent: Int
  /// What to press, shown where there is room.
  var hint: String

  private static let separator = " › "
  private static let style = Style(nil, .inverse)

  /// The row, as wide as the screen.
  func line(columns: Int) -> FrameLine {
    var right = "\(percent)%"
    if columns >= 40 { right += "  " + hint }
    var line = FrameLine()
    guard columns >= right.utf8.count + 2 else {
      line = FrameLine(right, Self.style, fitting: columns)
      line.pad(to: columns, Self.style)
      return line
    }
    let room = columns - DisplayWidth.columns(of: right) - 1
    line.append(left(fitting: room), Self.style)
    line.pad(to: columns - DisplayWidth.columns(of: right), Self.style)
    line.append(right, Self.style)
    return line
  }

  /// As many places as fit; the last one shown may be cut.
  private func left(fitting room: Int) -> String {
    guard var text = places.first.map({ FrameLine.fitted($0, to: room) }) else { return "" }
    for place in places.dropFirst() {
      let left = room - DisplayWidth.columns(of: text + Self.separator)
      guard left >= min(8, DisplayWidth.columns(of: place)) else { break }
      text += Self.separator + FrameLine.fitted(place, to: left)
    }
    return text
  }
}
