import Screen

/// Rows of text of which a screen shows some.
struct TextPane {
  /// All rows.
  private(set) var lines: [FrameLine]
  /// The first row shown.
  private(set) var top = 0

  /// Shows rows from their beginning.
  init(_ lines: [FrameLine] = []) {
    self.lines = lines
  }

  /// Puts other rows in the place of these, and stays where it is as far as it can.
  mutating func replace(_ lines: [FrameLine], keepingPlace: Bool) {
    self.lines = lines
    top = keepingPlace ? min(top, max(0, lines.count - 1)) : 0
  }

  /// Shows `line` first.
  mutating func go(to line: Int) {
    top = max(0, min(line, lines.count - 1))
  }

  /// Obeys a key that moves.
  /// - Returns: false when the key is none that does.
  mutating func move(_ key: Key, rows: Int) -> Bool {
    let screen = max(1, rows - 1)
    let half = max(1, rows / 2)
    switch key {
    case .down, .character("j"), .control("n"): scroll(1, rows)
    case .up, .character("k"), .control("p"): scroll(-1, rows)
    case .pageDown, .character(" "), .character("f"), .control("f"): scroll(screen, rows)
    case .pageUp, .character("b"), .control("b"): scroll(-screen, rows)
    case .character("d"), .control("d"): scroll(half, rows)
    case .character("u"), .control("u"): scroll(-half, rows)
    case .home, .character("g"), .character("<"): top = 0
    case .end, .character("G"), .character(">"): top = max(0, lines.count - rows)
    default: return false
    }
    return true
  }

  private mutating func scroll(_ count: Int, _ rows: Int) {
    // Who has gone past the end, to a part, stays there.
    top = max(0, min(top + count, max(top, lines.count - rows)))
  }

  /// The rows there is room for.
  func shown(rows: Int) -> ArraySlice<FrameLine> {
    lines[min(top, lines.count)..<min(top + max(0, rows), lines.count)]
  }

  /// The rows below those shown.
  func below(rows: Int) -> Int {
    max(0, lines.count - top - rows)
  }
}
