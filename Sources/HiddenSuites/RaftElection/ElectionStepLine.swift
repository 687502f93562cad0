import ExerciseKit
import Stepping

/// A line of a run that is stepped: an event of the suite, perhaps with a crash in its middle, or something
/// that the network does to messages.
enum StepLine: Hashable, Sendable {
  /// A node that crashes does so after this many effects of the step, and restarts.
  case happens(ElectionEvent, crashAfter: Int?)
  case lose(Election.Run.Sent)
  case delay(Election.Run.Sent)
  case cut([NodeID])
  case heal

  private static let crash = " and crashes after "

  /// Reads a line.
  /// - Parameter lanes: the nodes there are.
  /// - Throws: `StepRefusal` that says at which letter the line is none.
  init(_ text: String, lanes: [NodeID]) throws(StepRefusal) {
    let words = text.split(separator: " ").map(String.init)
    switch words.first {
    case "heal" where words.count == 1: self = .heal
    case "cut": self = .cut(try Self.nodes(words.dropFirst(), in: text, lanes))
    case "lose": self = .lose(try Self.message(text, after: "lose ", lanes))
    case "delay": self = .delay(try Self.message(text, after: "delay ", lanes))
    default:
      var event = text
      var crashAfter: Int?
      if let range = text.firstRange(of: Self.crash) {
        guard let count = Int(text[range.upperBound...]), (0...64).contains(count) else {
          throw StepRefusal(
            "a crash comes after a number of effects, as in `and crashes after 1`",
            column: text.distance(from: text.startIndex, to: range.upperBound))
        }
        crashAfter = count
        event = String(text[..<range.lowerBound])
      }
      guard let event = ElectionEvent(text: event) else {
        throw Self.refusal(of: event, lanes)
      }
      if case .restart = event, crashAfter != nil {
        throw StepRefusal("a restart is a crash already", column: 0)
      }
      self = .happens(event, crashAfter: crashAfter)
    }
  }

  /// The line.
  var text: String {
    switch self {
    case .happens(let event, let crash): event.text + (crash.map { "\(Self.crash)\($0)" } ?? "")
    case .lose(let sent): "lose " + sent.event.text
    case .delay(let sent): "delay " + sent.event.text
    case .cut(let nodes): "cut " + nodes.map(\.description).joined(separator: " ")
    case .heal: "heal"
    }
  }

  var isRestart: Bool {
    if case .happens(.restart, _) = self { true } else { false }
  }

  /// Where the node stands in the line.
  var nodeColumn: Int {
    if case .happens(.delivery(_, let sender, _), _) = self {
      sender.description.count + 4
    } else {
      0
    }
  }

  /// Where the message stands in the line.
  var messageColumn: Int {
    switch self {
    case .lose: 5
    case .delay: 6
    default: 0
    }
  }

  private static func nodes(
    _ words: ArraySlice<String>, in text: String, _ lanes: [NodeID]
  ) throws(StepRefusal) -> [NodeID] {
    var nodes: [NodeID] = []
    var column = 4
    for word in words {
      guard let node = NodeID(text: word), lanes.contains(node) else {
        throw unknown(word, column, lanes)
      }
      if !nodes.contains(node) { nodes.append(node) }
      column += word.count + 1
    }
    guard !nodes.isEmpty else {
      throw StepRefusal("a cut names the nodes that are cut off, as in `cut n1`", column: 3)
    }
    return nodes
  }

  private static func message(
    _ text: String, after prefix: String, _ lanes: [NodeID]
  ) throws(StepRefusal) -> Election.Run.Sent {
    let rest = String(text.dropFirst(prefix.count))
    guard case .delivery(let message, let sender, let receiver) = ElectionEvent(text: rest) else {
      var refusal = refusal(of: rest, lanes)
      refusal.column += prefix.count
      throw refusal
    }
    return .init(message: message, sender: sender, receiver: receiver)
  }

  /// Says that there is no such node.
  static func unknown(_ word: String, _ column: Int, _ lanes: [NodeID]) -> StepRefusal {
    StepRefusal(
      "there is no node '\(word)'; there are \(lanes.map(\.description).joined(separator: ", "))",
      column: column)
  }

  /// Why a text is no event.
  private static func refusal(of text: String, _ lanes: [NodeID]) -> StepRefusal {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let first = words.first, let node = NodeID(text: first), lanes.contains(node) else {
      return unknown(words.first ?? "", 0, lanes)
    }
    if words.count > 2, words[1] == "->" {
      guard let receiver = NodeID(text: words[2]), lanes.contains(receiver) else {
        return unknown(words[2], first.count + 4, lanes)
      }
      return StepRefusal(
        "no message is written so; `n1 -> n2 requestVote 1 0.0`, `grant 1`, `refuse 1`, `heartbeat 1` "
          + "and `heartbeatReply 1` are",
        column: min(text.count, first.count + words[2].count + 5))
    }
    return StepRefusal(
      "no event is written so; `\(first) times out`, `\(first) heartbeat due`, `\(first) restarts` and "
        + "`\(first) -> NODE MESSAGE` are",
      column: min(text.count, first.count + 1))
  }
}

extension RuledRun<Election>.Sent {
  /// Its delivery.
  var event: ElectionEvent { .delivery(message, from: sender, to: receiver) }
}
