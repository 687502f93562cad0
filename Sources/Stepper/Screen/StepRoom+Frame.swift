public import Screen
import Terminal

extension StepRoom {
  // MARK: The screen

  var bodyRows: Int { max(1, size.rows - 2) }

  /// What the screen shows.
  public func frame() -> Frame {
    switch overlay {
    case .choices(let list, _), .tree(let list, _), .besides(let list, _), .rows(let list):
      return withStatus(
        list.lines(columns: size.columns, rows: size.bodyRows), "Enter goes there  Esc back")
    case .messages(let list, _):
      return withStatus(
        list.lines(columns: size.columns, rows: size.bodyRows),
        "Enter chooses or not  a shows all  Esc back")
    case .text(let text):
      return withStatus(
        Array(text.shown(rows: size.bodyRows)), "j k scroll  any other key goes back")
    case nil: break
    }
    var body = [title] + pane.shown(rows: bodyRows)
    while body.count < size.bodyRows { body.append(FrameLine()) }
    let below = pane.below(rows: bodyRows)
    if beside != nil {
      return withStatus(
        body,
        (below > 0 ? "\(below) more below  " : "") + "→ next  ← back  d difference  b leave  ? help"
      )
    }
    return withStatus(
      body, (below > 0 ? "\(below) more below  " : "") + "→ next  ← back  c choose  ? help  q quit")
  }

  private var title: FrameLine {
    var line = FrameLine(
      beside?.title(tree) ?? momentTitle, Style(nil, .inverse), fitting: size.columns)
    line.pad(to: size.columns, Style(nil, .inverse))
    return line
  }

  private var momentTitle: String {
    let path = tree.path(to: moment)
    let end = tree.path(to: tree.end(from: moment))
    func number(_ id: Int?) -> Int? { id.flatMap { end.firstIndex(of: $0) } }
    var text = "\(tree.exercise)  step \(path.count - 1) of \(end.count - 1)"
    if let first = number(tree.firstDifference(to: end[end.count - 1])) {
      text += "  ≠ first at \(first)"
    }
    if let broken = number(tree.violation(to: end[end.count - 1])) { text += "  ✗ at \(broken)" }
    let siblings = tree.moments[moment].parent.map { tree.moments[$0].children } ?? []
    if siblings.count > 1, let place = siblings.firstIndex(of: moment) {
      text += "  branch \(place + 1) of \(siblings.count)"
    }
    if !passedOver.isEmpty { text += "  \(passedOver.count) folded" }
    if !filter.parts.isEmpty { text += "  /\(filter.phrase)" }
    return text
  }

  private func withStatus(_ lines: [FrameLine], _ hint: String) -> Frame {
    var lines = Array(lines.prefix(size.bodyRows))
    while lines.count < size.bodyRows { lines.append(FrameLine()) }
    if let typed {
      let prompt = "Save as (.html .svg .mmd .txt, or a plain name): " + typed
      let shown = FrameLine.fitted(prompt, to: size.columns - 1)
      lines.append(FrameLine(shown, fitting: size.columns))
      return Frame(
        size: size, lines: lines, cursorColumn: DisplayWidth.columns(of: shown))
    }
    if let message {
      let rows = FrameLine.message(message, size: size)
      lines.removeLast(min(lines.count, rows.count - 1))
      return Frame(size: size, lines: lines + rows)
    }
    var status = FrameLine(hint, Style(nil, .inverse), fitting: size.columns)
    status.pad(to: size.columns, Style(nil, .inverse))
    return Frame(size: size, lines: lines + [status])
  }
}
