import ExerciseKit

/// One event of a run of a cluster, with a text form that a schedule holds.
enum ElectionEvent: Hashable, Sendable {
  case electionTimeout(node: NodeID)
  case heartbeatTimeout(node: NodeID)
  case restart(node: NodeID)
  case delivery(ElectionMessage, from: NodeID, to: NodeID)

  /// The node it happens to.
  var node: NodeID {
    switch self {
    case .electionTimeout(let node), .heartbeatTimeout(let node), .restart(let node): node
    case .delivery(_, _, let receiver): receiver
    }
  }

  /// What the node is told; a restart tells it nothing, and a heartbeat timeout changes nothing in a node
  /// that has just started.
  var input: ElectionInput {
    switch self {
    case .electionTimeout: .electionTimeout
    case .heartbeatTimeout, .restart: .heartbeatTimeout
    case .delivery(let message, let sender, _): .received(message, from: sender)
    }
  }

  /// The text form, such as `n1 times out` or `n1 -> n2 requestVote 1 0.0`.
  var text: String {
    switch self {
    case .electionTimeout(let node): "\(node) times out"
    case .heartbeatTimeout(let node): "\(node) heartbeat due"
    case .restart(let node): "\(node) restarts"
    case .delivery(let message, let sender, let receiver):
      "\(sender) -> \(receiver) "
        + {
          switch message {
          case .requestVote(let term, let log): "requestVote \(term) \(log.term).\(log.index)"
          case .vote(let term, granted: true): "grant \(term)"
          case .vote(let term, granted: false): "refuse \(term)"
          case .heartbeat(let term): "heartbeat \(term)"
          case .heartbeatReply(let term): "heartbeatReply \(term)"
          }
        }()
    }
  }

  /// Reads the text form; nil when it is not one.
  init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first.flatMap(NodeID.init(text:)) else { return nil }
    switch Array(words.dropFirst()) {
    case ["times", "out"]: self = .electionTimeout(node: first)
    case ["heartbeat", "due"]: self = .heartbeatTimeout(node: first)
    case ["restarts"]: self = .restart(node: first)
    default:
      guard words.count >= 5, words[1] == "->", let receiver = NodeID(text: words[2]),
        let term = Int(words[4]), let message = Self.message(words[3], term, words.dropFirst(5))
      else { return nil }
      self = .delivery(message, from: first, to: receiver)
    }
  }

  private static func message(
    _ kind: String, _ term: Term, _ rest: ArraySlice<String>
  ) -> ElectionMessage? {
    guard rest.count == (kind == "requestVote" ? 1 : 0) else { return nil }
    switch kind {
    case "grant": return .vote(term: term, granted: true)
    case "refuse": return .vote(term: term, granted: false)
    case "heartbeat": return .heartbeat(term: term)
    case "heartbeatReply": return .heartbeatReply(term: term)
    case "requestVote":
      let log = rest.first?.split(separator: ".").compactMap { Int($0) } ?? []
      guard log.count == 2 else { return nil }
      return .requestVote(term: term, lastLog: LogPosition(term: log[0], index: log[1]))
    default: return nil
    }
  }
}
