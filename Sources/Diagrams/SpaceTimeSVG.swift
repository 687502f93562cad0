public import Checking
import Terminal

/// A run as an SVG picture: a lane for each node, time running down, messages as arrows from where they were
/// sent. Light or dark as the page it is shown on.
public struct SpaceTimeSVG: Sendable {
  private let run: Counterexample
  private static let laneWidth = 190
  private static let rowHeight = 44
  private static let top = 70
  private static let margin = 60

  /// Prepares a run.
  ///
  /// Lanes and steps that the run names but does not have are a programming error.
  public init(_ counterexample: Counterexample) {
    counterexample.requireConsistent()
    run = counterexample.mappingText { Self.escaped(Sanitizer.clean($0)) }
  }

  /// The picture's source.
  public var source: String {
    let width = Self.margin * 2 + max(1, run.lanes.count) * Self.laneWidth
    let height = Self.top + (run.steps.count + 2) * Self.rowHeight + 30
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
        + "font-family=\"system-ui, sans-serif\" font-size=\"13\">",
      "<title>\(run.violation.sentence)</title>",
      "<style>text{fill:#222}path,line{stroke:#555;fill:none}.lane{stroke:#999;stroke-dasharray:2 4}"
        + ".bad{fill:#b3261e;font-weight:600}.soft{opacity:.75}circle{fill:#555}"
        + "@media(prefers-color-scheme:dark){text{fill:#eee}path,line{stroke:#bbb}.bad{fill:#ff8a80}"
        + "circle{fill:#bbb}}</style>",
      "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" "
        + "markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8\"/></marker></defs>",
    ]
    for (lane, name) in run.lanes.enumerated() {
      lines.append(text(name, lane, 22, "font-weight=\"600\" text-anchor=\"middle\""))
      lines.append(
        text(run.initialStates[lane], lane, 42, "class=\"soft\" text-anchor=\"middle\""))
      lines.append(
        "<line class=\"lane\" x1=\"\(x(lane))\" y1=\"50\" x2=\"\(x(lane))\" y2=\"\(height - 40)\"/>"
      )
    }
    for index in run.steps.indices { lines += step(index) }
    lines.append(
      "<text class=\"bad\" x=\"\(Self.margin)\" y=\"\(height - 14)\">\(run.violation.sentence)</text>"
    )
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func x(_ lane: Int) -> Int { Self.margin + Self.laneWidth / 2 + lane * Self.laneWidth }
  private func y(_ step: Int) -> Int { Self.top + (step + 1) * Self.rowHeight }

  private func text(_ text: String, _ lane: Int, _ y: Int, _ attributes: String) -> String {
    "<text x=\"\(x(lane))\" y=\"\(y)\" \(attributes)>\(text)</text>"
  }

  private func step(_ index: Int) -> [String] {
    let step = run.steps[index]
    let place = y(index)
    let lane = step.event.lane
    let isBad = run.violation.steps.contains(index)
    let kind = isBad ? "class=\"bad\"" : ""
    var lines = [
      "<text x=\"8\" y=\"\(place + 4)\" class=\"soft\">\(index + 1)</text>",
      "<circle cx=\"\(x(lane))\" cy=\"\(place)\" r=\"4\"/>",
    ]
    switch step.event {
    case .local(_, let label):
      lines.append("<text \(kind) x=\"\(x(lane) + 9)\" y=\"\(place + 4)\">\(label)</text>")
    case .restart:
      lines.append("<text \(kind) x=\"\(x(lane) + 9)\" y=\"\(place + 4)\">✗ restart</text>")
    case .delivery(let sender, let receiver, let label, let sentIn):
      let start = sentIn.map(y) ?? place - Self.rowHeight / 2
      lines.append(
        "<path d=\"M\(x(sender)) \(start)L\(x(receiver)) \(place)\" marker-end=\"url(#head)\"/>")
      lines.append("<text \(kind) x=\"\(x(lane) + 9)\" y=\"\(place + 4)\">\(label)</text>")
    }
    if let state = step.state, !state.isEmpty {
      lines.append(
        "<text class=\"soft\" x=\"\(x(lane) + 9)\" y=\"\(place + 20)\">\(state)</text>")
    }
    return lines
  }

  /// Text that stands for itself in XML.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
