import Screen

/// Rows of which a screen shows some.
struct StepPane {
  private(set) var lines: [FrameLine]
  private(set) var top = 0

  init(_ lines: [FrameLine]) { self.lines = lines }

  /// Obeys a key that scrolls.
  /// - Returns: false when the key is none.
  mutating func move(_ key: Key, rows: Int) -> Bool {
    let page = max(1, rows - 1)
    switch key {
    case .down, .character("j"): top += 1
    case .up, .character("k"): top -= 1
    case .pageDown, .control("f"), .control("d"): top += page
    case .pageUp, .control("b"), .control("u"): top -= page
    default: return false
    }
    top = max(0, min(top, lines.count - rows))
    return true
  }

  func shown(rows: Int) -> ArraySlice<FrameLine> {
    lines[min(top, lines.count)..<min(top + max(0, rows), lines.count)]
  }

  /// The rows below those shown.
  func below(rows: Int) -> Int { max(0, lines.count - top - rows) }
}
