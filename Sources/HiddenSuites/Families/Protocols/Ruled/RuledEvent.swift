import ExerciseKit

/// One event of a run, with a text form that a schedule holds.
enum RuledEvent<P: RuledProtocol>: Hashable, Sendable {
  case timer(P.Timer, node: NodeID)
  case restart(node: NodeID)
  case delivery(P.Message, from: NodeID, to: NodeID)

  /// The node it happens to.
  var node: NodeID {
    switch self {
    case .timer(_, let node), .restart(let node): node
    case .delivery(_, _, let receiver): receiver
    }
  }

  /// What the node is told; a restart tells it nothing.
  var input: P.Input {
    switch self {
    case .timer(let timer, _): P.input(timer)
    case .restart: P.input(P.idleTimer)
    case .delivery(let message, let sender, _): P.input(message, from: sender)
    }
  }

  /// The text form: `n1 times out`, `n1 restarts` or `n1 -> n2 ` and the message.
  var text: String {
    switch self {
    case .timer(let timer, let node): "\(node) \(timer.rawValue)"
    case .restart(let node): "\(node) restarts"
    case .delivery(let message, let sender, let receiver):
      "\(sender) -> \(receiver) \(message.text)"
    }
  }

  /// Reads the text form; nil when it is not one.
  init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first.flatMap(NodeID.init(text:)) else { return nil }
    let rest = words.dropFirst()
    if let timer = P.Timer(rawValue: rest.joined(separator: " ")) {
      self = .timer(timer, node: first)
    } else if Array(rest) == ["restarts"] {
      self = .restart(node: first)
    } else {
      guard words.count >= 4, words[1] == "->", let receiver = NodeID(text: words[2]),
        let message = P.Message(words: words[3...])
      else { return nil }
      self = .delivery(message, from: first, to: receiver)
    }
  }
}
