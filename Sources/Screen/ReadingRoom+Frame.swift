import Reader
import Terminal

extension ReadingRoom {
  /// What the screen shows now.
  public func frame() -> Frame {
    var frame = Frame(size: size, lines: body())
    let last = lastLines(&frame.cursorColumn)
    // On a single row a question or an answer goes before the text, and the text before the rest.
    if size.rows > 1 || prompt != nil || message != nil {
      frame.lines.replaceSubrange((size.rows - last.count)..., with: last)
    }
    return frame
  }

  private func body() -> [FrameLine] {
    let rows = size.bodyRows
    switch overlay {
    case .outline(let list), .contents(let list, _):
      return list.lines(columns: size.columns, rows: rows)
    case .help(let top):
      let lines = KeyHelp.reading.lines(columns: size.columns)
      return Array(lines.dropFirst(min(top, max(0, lines.count - rows))))
    case .figure(let walk): return walk.lines(size)
    case nil:
      return (top..<max(top, min(top + rows, open.lineCount))).map(pageLine)
    }
  }

  /// The columns a line of the page takes.
  func columns(ofLine line: Int) -> Int {
    DisplayWidth.columns(of: open.page.line(line))
  }

  /// A line of the page, cut to the screen, with what is selected and found marked.
  private func pageLine(_ line: Int) -> FrameLine {
    // A mark takes the place of a column where something is out of sight.
    let isWide = size.columns > 1 && columns(ofLine: line) > left + size.columns
    let isShifted = size.columns > 2 && left > 0
    let columnsShown = (left + (isShifted ? 1 : 0))..<(left + size.columns - (isWide ? 1 : 0))
    let parts = search?.parts(onLine: line) ?? []
    var output = FrameLine()
    var column = 0
    var offset = 0
    var isLeading = true
    var hasHidden = false
    open.page.forEachRun(ofLine: line) { slice, style, link in
      let text = Array(slice)
      let hyperlink = link.flatMap { open.page.links[$0].hyperlink }
      let base = link != nil && link == selectedLink ? style.marked(.blue) : style
      var position = 0
      while position < text.count {
        let cluster = DisplayCluster(in: text, at: position, limit: text.count)
        defer {
          offset += cluster.end - position
          position = cluster.end
          column += cluster.columns
        }
        isLeading = isLeading && (cluster.base == " " || cluster.base == "▌")
        if column < columnsShown.lowerBound {
          hasHidden = hasHidden || cluster.base != " "
          // The right half of what is cut through on the left.
          let rest = column + cluster.columns - columnsShown.lowerBound
          if rest > 0 { output.append(String(repeating: " ", count: rest), base) }
          continue
        }
        guard column + cluster.columns <= columnsShown.upperBound else {
          if column < columnsShown.upperBound { output.append(" ", base) }
          continue
        }
        var style = base
        if !isLeading, let part = parts.first(where: { $0.offsets.contains(offset) }) {
          style = style.marked(part.match == currentMatch ? .magenta : .yellow)
        }
        output.append(
          String(decoding: text[position..<cluster.end], as: UTF8.self), style, hyperlink: hyperlink
        )
      }
    }
    var marked = FrameLine()
    if isShifted { marked.append(hasHidden ? "‹" : " ", hasHidden ? Self.edge : .plain) }
    for run in output.runs { marked.append(run.text, run.style, hyperlink: run.hyperlink) }
    if isWide { marked.append("›", Self.edge) }
    return marked
  }

  private static let edge = Style(nil, [.bold, .inverse])

  /// The last rows: what is asked, what is said, or where the reader is.
  private func lastLines(_ cursorColumn: inout Int?) -> [FrameLine] {
    if let prompt {
      // The end of what is typed is what must be seen.
      var text = prompt
      while DisplayWidth.columns(of: text) > max(0, size.columns - 2) { text.removeFirst() }
      let line = FrameLine("/" + text, fitting: size.columns)
      cursorColumn = min(line.columns, size.columns - 1)
      return [line]
    }
    guard let message else { return [statusLine.line(columns: size.columns)] }
    return FrameLine.message(message, size: size)
  }

  private var statusLine: StatusLine {
    let title = open.text.title
    switch overlay {
    case .help: return StatusLine(places: ["Help"], percent: percent, hint: "q leaves")
    case .outline:
      return StatusLine(places: ["Outline"], percent: percent, hint: "Enter goes there, q leaves")
    case .contents:
      return StatusLine(places: ["Contents"], percent: percent, hint: "Enter opens, q leaves")
    case .figure(let walk): return walk.status
    case nil:
      var places = [title]
      if let index = open.headingIndex(at: top), open.page.headings[index].title != title {
        places.append(open.page.headings[index].title)
      }
      return StatusLine(places: places, percent: percent, hint: "? help  \(wayOut)")
    }
  }

  /// How much of the text is above the end of the screen.
  private var percent: Int {
    let shown = min(open.lineCount, top + size.bodyRows)
    return open.lineCount == 0 ? 100 : shown * 100 / open.lineCount
  }
}

extension Style {
  /// This style on a background of its own colour, made by exchanging the two.
  func marked(_ color: Color) -> Style {
    Style(color, attributes.union(.inverse))
  }
}
