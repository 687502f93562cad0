public import Checking
import Terminal

/// A counterexample drawn as SVG for a page: a lane per node, time flowing downwards.
///
/// The drawing has no colours of its own: its parts carry the classes `lane`, `name`, `state`,
/// `event`, `message`, `note`, `loss`, `bad`, `band` and `paper`, and the page around it has their styles.
public struct SpaceTimeDrawing: Sendable {
  /// The width of a character of the page's monospaced font, in pixels.
  static let characterWidth = 8
  /// The height of a row, in pixels.
  static let rowHeight = 22

  private let run: Counterexample
  private let layout: SpaceTimeLayout?

  /// Prepares a run for drawing. Control characters in its texts are made harmless.
  ///
  /// Lanes and steps that the run names but does not have are a programming error.
  public init(_ counterexample: Counterexample) {
    counterexample.requireConsistent()
    let run = counterexample.mappingText { Sanitizer.clean($0) }
    self.run = run
    let margin = StepMargin.width(steps: run.steps.count)
    let width = max(
      LaneColumns.narrowestDiagram, margin + run.lanes.count * LaneColumns.widestPitch)
    layout = LaneColumns(
      lanes: run.lanes.count, margin: margin, width: width,
      needed: SpaceTimeLayout.pitchNeeded(by: run)
    ).map { SpaceTimeLayout(run, columns: $0) }
  }

  /// The drawing as one `svg` element; empty for a run without lanes.
  /// - Parameters:
  ///   - title: what a screen reader says of it.
  ///   - groupsSteps: true when what is drawn of each step is a group that says in `data-step` which step it
  ///     is, from 0.
  public func markup(title: String, groupsSteps: Bool = false) -> String {
    guard let layout else { return "" }
    let columns = layout.columns
    let width = Self.x(columns.column(of: run.lanes.count)) + Self.characterWidth
    let height = layout.rows.count * Self.rowHeight
    var parts = [
      "<svg class=\"space-time\" role=\"img\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" xmlns=\"http://www.w3.org/2000/svg\">",
      "<title>\(MarkupText.escaped(title))</title>",
    ]
    for (index, row) in layout.rows.enumerated() where row.contradicts {
      let top = index * Self.rowHeight
      let step = groupsSteps ? row.step.map { " data-step=\"\($0)\"" } ?? "" : ""
      parts.append(
        "<rect class=\"band\"\(step) x=\"0\" y=\"\(top)\" width=\"\(width)\" "
          + "height=\"\(Self.rowHeight)\"/>")
    }
    let start = (layout.rows.firstIndex { $0.drawsLanes } ?? 0) * Self.rowHeight
    for lane in run.lanes.indices {
      let x = Self.x(columns.column(of: lane))
      parts.append(
        "<line class=\"lane\" x1=\"\(x)\" y1=\"\(start)\" x2=\"\(x)\" y2=\"\(height)\"/>")
    }
    for (index, row) in layout.rows.enumerated() {
      let drawn = draw(row, at: index, columns)
      guard groupsSteps, let step = row.step, !drawn.isEmpty else {
        parts += drawn
        continue
      }
      parts += ["<g data-step=\"\(step)\">"] + drawn + ["</g>"]
    }
    parts.append("</svg>")
    return parts.joined(separator: "\n") + "\n"
  }

  /// The middle of a column.
  private static func x(_ column: Int) -> Int { column * characterWidth + characterWidth / 2 }

  /// The middle of a row.
  private static func y(_ row: Int) -> Int { row * rowHeight + rowHeight / 2 }

  private static func text(
    _ content: String, _ style: String, x: Int, row: Int, anchor: String? = nil
  ) -> String {
    let anchor = anchor.map { " text-anchor=\"\($0)\"" } ?? ""
    return "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y(row) + 4)\"\(anchor)>"
      + "\(MarkupText.escaped(content))</text>"
  }

  private func draw(_ row: SpaceTimeLayout.Row, at index: Int, _ columns: LaneColumns) -> [String] {
    var parts: [String] = []
    if row.isFirst, let step = row.step {
      let x = (columns.margin - 2) * Self.characterWidth
      parts.append(
        Self.text(
          String(step + 1), row.contradicts ? "bad" : "note", x: x, row: index, anchor: "end"))
    }
    if let arrow = row.arrow {
      parts += draw(arrow, contradicts: row.contradicts, at: index, columns)
    }
    if let symbol = row.symbol {
      parts.append(draw(symbol, contradicts: row.contradicts, at: index, columns))
    }
    for text in row.texts {
      let x = columns.column(of: text.lane) + (row.drawsLanes ? 2 : 0)
      let stands = row.contradicts && (text.role == .event || text.role == .message)
      parts.append(
        Self.text(
          text.content, stands ? "bad" : text.role.className, x: x * Self.characterWidth,
          row: index))
    }
    return parts
  }

  private func draw(
    _ symbol: SpaceTimeLayout.Symbol, contradicts: Bool, at row: Int, _ columns: LaneColumns
  ) -> String {
    let x = Self.x(columns.column(of: symbol.lane))
    let y = Self.y(row)
    switch symbol.kind {
    case .event where contradicts:
      return "<path class=\"bad dot\" d=\"M\(x) \(y - 7)l7 7l-7 7l-7 -7z\"/>"
    case .event, .restart:
      return "<circle class=\"event dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"5\"/>"
    case .crash:
      return "<path class=\"\(contradicts ? "bad" : "loss") stroke solid\" "
        + "d=\"M\(x - 5) \(y - 5)l10 10M\(x + 5) \(y - 5)l-10 10\"/>"
    case .departure:
      return "<path class=\"note stroke\" d=\"M\(x) \(y)h8\"/>"
    }
  }

  private func draw(
    _ arrow: SpaceTimeLayout.Arrow, contradicts: Bool, at row: Int, _ columns: LaneColumns
  ) -> [String] {
    let style = arrow.isLost ? "loss" : contradicts ? "bad" : "message"
    let y = Self.y(row)
    let way = arrow.direction
    let sender = Self.x(columns.column(of: arrow.from))
    // The head touches the receiver's event; a lost message stops short of the lane.
    let end = Self.x(columns.column(of: arrow.to)) - way * (arrow.isLost ? 16 : 6)
    var parts = ["<path class=\"\(style) stroke\" d=\"M\(sender) \(y)H\(end - way * 6)\"/>"]
    switch arrow.end {
    case .delivered:
      parts.append(
        "<path class=\"\(style) dot\" d=\"M\(end) \(y)l\(-way * 10) -5v10z\"/>")
    case .lost(let receivers):
      for lane in receivers {
        let x = Self.x(columns.column(of: lane)) - way * 16
        parts.append(
          "<path class=\"\(style) stroke solid\" "
            + "d=\"M\(x - 5) \(y - 5)l10 10M\(x + 5) \(y - 5)l-10 10\"/>")
      }
    }
    if let label = arrow.label {
      let span = columns.labelSpan(of: arrow)
      let middle = (span.lowerBound + span.upperBound) * Self.characterWidth / 2
      let half = (label.columns + 1) * Self.characterWidth / 2
      parts.append(
        "<rect class=\"\(contradicts ? "band" : "paper")\" x=\"\(middle - half)\" y=\"\(y - 9)\" "
          + "width=\"\(2 * half)\" height=\"18\"/>")
      parts.append(Self.text(label, style, x: middle, row: row, anchor: "middle"))
    }
    return parts
  }
}

extension TextRole {
  /// The class of text of this role in a page.
  fileprivate var className: String {
    switch self {
    case .plain, .message: "message"
    case .laneName: "name"
    case .lane: "lane"
    case .state: "state"
    case .event: "event"
    case .note: "note"
    case .loss: "loss"
    case .contradiction: "bad"
    }
  }
}
