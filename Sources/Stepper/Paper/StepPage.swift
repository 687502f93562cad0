import FoundationEssentials
import Stepping
import Checking
import Wire

/// A run and its branches as one HTML page that steps: without a network, light or dark, by keyboard or
/// touch, with the place in the address.
public struct StepPage {
  private let tree: RunTree
  private let end: Int

  /// Prepares the page of a tree.
  /// - Parameter end: the end of the way that is walked first.
  public init(_ tree: RunTree, end: Int) {
    self.tree = tree
    self.end = end
  }

  // MARK: What the page knows

  private struct Document: Encodable {
    var exercise: String
    var setting: String
    var check: String
    var end: Int
    var moments: [Shown]
  }

  private struct Shown: Encodable {
    var id: Int
    var parent: Int?
    var children: [Int]
    var event: String
    var sentence: String
    var rows: [[String]]
    var hasReference: Bool
    var differs: Bool
    var complaints: [String]
    var printed: String
    var nodes: [Node]
    var flight: [String]
    var guarantees: [[String]]
  }

  private struct Node: Encodable {
    var name: String
    var isActing: Bool
    var facts: [String]
    /// Name, text, and the text before where it is another.
    var fields: [[String]]
  }

  private func shown(_ moment: Moment) -> Shown {
    let rows = EffectRows(moment.told?.effects ?? [], moment.expected ?? []).rows
    let before = moment.parent.map { tree.moments[$0] }
    let view = moment.view
    let names = moment.run.lanes.map(\.name)
    var complaints = (moment.told?.violations ?? []).map { "\($0.check): \($0.sentence)" }
    if let stop = moment.stop {
      complaints.insert(
        "the submission \(stop.phrase); it was given: \(moment.event)", at: 0)
    }
    return Shown(
      id: moment.id, parent: moment.parent, children: moment.children, event: moment.event,
      sentence: moment.told?.sentence ?? "The run begins: \(tree.setting)",
      rows: rows.map { [$0.isSame ? "=" : "≠", $0.own ?? "", $0.reference ?? ""] },
      hasReference: moment.expected != nil, differs: moment.differs, complaints: complaints,
      printed: moment.printed,
      nodes: names.indices.map { lane in node(lane, moment, before) },
      flight: view.flight.map {
        "\(names[$0.from]) → \(names[$0.to]): \($0.label)"
          + ($0.note.isEmpty ? "" : " (\($0.note))")
      } + (view.cut.isEmpty ? [] : ["network: \(view.cut)"]),
      guarantees: view.guarantees.map { [$0.standing.rawValue, $0.check] })
  }

  private func node(_ lane: Int, _ moment: Moment, _ before: Moment?) -> Node {
    let view = moment.view
    let old = before?.fields(ofLane: lane) ?? []
    return Node(
      name: moment.run.lanes[lane].name,
      isActing: moment.told?.drawn.lane == lane && !moment.isOfNetwork,
      facts: [
        lane < view.states.count ? view.states[lane] : "",
        lane < view.stored.count && !view.stored[lane].isEmpty
          ? "stored: \(view.stored[lane])" : "",
        lane < view.timers.count ? view.timers[lane] : "",
      ].filter { !$0.isEmpty },
      fields: moment.fields(ofLane: lane).map { field in
        let earlier = old.first { $0.name == field.name }?.text
        return [field.name, field.text]
          + (earlier == nil || earlier == field.text ? [] : [earlier ?? ""])
      })
  }

  /// The page.
  /// - Throws: what the encoder throws, which it does not for text and numbers.
  public func html() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(
      Document(
        exercise: tree.exercise, setting: tree.setting, check: tree.check ?? "", end: end,
        moments: tree.moments.map(shown)))
    // Nothing in it may end the script or begin a comment.
    let json = String(decoding: data, as: UTF8.self)
      .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e").replacing(
        "&", with: "\\u0026"
      )
      .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    return StepPageParts.head + StepPageParts.style + StepPageParts.body
      + "<script id=\"run\" type=\"application/json\">\(json)</script>\n<script>\n"
      + StepPageParts.script + "</script>\n</body></html>\n"
  }
}
