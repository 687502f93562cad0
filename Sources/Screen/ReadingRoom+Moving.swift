import Reader

extension ReadingRoom {
  /// The last line that can be the first one shown without leaving rows empty.
  var topMaximum: Int { max(0, open.lineCount - size.bodyRows) }

  /// Obeys a key that moves within the text; others do nothing.
  mutating func move(_ key: Key) {
    let screen = max(1, size.bodyRows - 1)
    let half = max(1, size.bodyRows / 2)
    switch key {
    case .down, .character("j"), .character("e"), .control("e"), .control("n"): scroll(1)
    case .up, .character("k"), .character("y"), .control("y"), .control("p"): scroll(-1)
    case .pageDown, .character(" "), .character("f"), .control("f"): scroll(screen)
    case .pageUp, .character("b"), .control("b"): scroll(-screen)
    case .character("d"), .control("d"): scroll(half)
    case .character("u"), .control("u"): scroll(-half)
    case .home, .character("g"), .character("<"): moveTop(to: 0)
    case .end, .character("G"), .character(">"): moveTop(to: topMaximum)
    case .right, .character("l"): scrollSideways(1)
    case .left, .character("h"): scrollSideways(-1)
    case .character("]"): goToSection(1)
    case .character("["): goToSection(-1)
    default: break
    }
  }

  /// Shows `line` first. A place that was asked for may leave rows empty at the end; scrolling not.
  mutating func moveTop(to line: Int, canPassEnd: Bool = false) {
    let maximum = canPassEnd ? max(0, open.lineCount - 1) : topMaximum
    top = max(0, min(line, maximum))
    place = open.place(ofLine: top)
    placeShown = (top, open.width)
    // Prose is not left out of sight once the wide lines are.
    if left > 0, widestColumns <= size.columns { left = 0 }
  }

  /// The columns of the widest line on the screen.
  private var widestColumns: Int {
    (top..<max(top, min(top + size.bodyRows, open.lineCount))).map { columns(ofLine: $0) }.max()
      ?? 0
  }

  private mutating func scroll(_ lines: Int) {
    if lines > 0, top >= topMaximum {
      message = endMessage()
      return
    }
    moveTop(to: top + lines)
  }

  /// What somebody who goes past the end wants to know.
  private mutating func endMessage() -> String {
    guard let next = neighbour(1) else { return "the end" }
    return "the end; } goes on with \(next.title)"
  }

  private mutating func scrollSideways(_ direction: Int) {
    let step = max(1, size.columns / 2)
    left = max(0, min(left + direction * step, max(left, widestColumns - size.columns)))
  }

  private mutating func goToSection(_ direction: Int) {
    let headings = open.page.headings
    let heading =
      direction > 0
      ? headings.first { $0.line > top } : headings.last { $0.line < top }
    if let heading {
      moveTop(to: heading.line, canPassEnd: true)
    } else if direction < 0, top > 0 {
      moveTop(to: 0)
    } else if direction < 0 {
      message = neighbour(-1) == nil ? "the first section" : "the first section; { goes back"
    } else {
      message =
        neighbour(1).map { "the last section; } goes on with \($0.title)" }
        ?? "the last section"
    }
  }

  /// Goes to the section called `anchor`, or says that there is none.
  mutating func go(toSection anchor: String) {
    guard let heading = open.heading(named: anchor) else {
      message = "there is no section '\(anchor)' here; o shows those there are"
      return
    }
    moveTop(to: heading.line, canPassEnd: true)
  }
}
