import ExerciseKit

extension ElectionMessage: RuledMessage {
  var isReply: Bool {
    switch self {
    case .vote, .heartbeatReply: true
    case .requestVote, .heartbeat: false
    }
  }

  /// Refusals and answers to heartbeats change nothing when they are lost.
  var isMissed: Bool {
    switch self {
    case .requestVote, .vote(_, granted: true), .heartbeat: true
    case .vote(_, granted: false), .heartbeatReply: false
    }
  }

  /// Only heartbeats say who leads.
  var isHarmless: Bool {
    if case .heartbeat = self { false } else { true }
  }

  /// Whether the network takes the message. A term that no election of ours gets to is judged where it
  /// is sent, and goes no further: a node that heard of it could not count on.
  var isDeliverable: Bool { (0...1 << 62).contains(term) }

  var isGrant: Bool {
    if case .vote(_, granted: true) = self { true } else { false }
  }

  var isRefusal: Bool {
    if case .vote(_, granted: false) = self { true } else { false }
  }

  // MARK: Words

  /// The message as a sentence names it.
  var phrase: String {
    switch self {
    case .requestVote(let term, _): "vote request of term \(term)"
    case .vote(let term, granted: true): "granted vote of term \(term)"
    case .vote(let term, granted: false): "refusal of term \(term)"
    case .heartbeat(let term): "heartbeat of term \(term)"
    case .heartbeatReply(let term): "heartbeat reply of term \(term)"
    }
  }

  /// The message with where its sender's log ends, when that is all that sets it apart from another.
  func phrase(besides other: ElectionMessage?) -> String {
    guard case .requestVote(_, let lastLog) = self, phrase == other?.phrase, self != other
    else { return phrase }
    return "\(phrase) with a log that ends at \(lastLog)"
  }

  /// The message as an arrow's label.
  var label: String {
    switch self {
    case .requestVote(let term, _): "request vote t\(term)"
    case .vote(let term, granted: true): "vote granted t\(term)"
    case .vote(let term, granted: false): "vote refused t\(term)"
    case .heartbeat(let term): "heartbeat t\(term)"
    case .heartbeatReply(let term): "heartbeat reply t\(term)"
    }
  }

  /// The message in a schedule: `requestVote 1 0.0`, `grant 1`.
  var text: String {
    switch self {
    case .requestVote(let term, let log): "requestVote \(term) \(log.text)"
    case .vote(let term, granted: true): "grant \(term)"
    case .vote(let term, granted: false): "refuse \(term)"
    case .heartbeat(let term): "heartbeat \(term)"
    case .heartbeatReply(let term): "heartbeatReply \(term)"
    }
  }

  init?(words: ArraySlice<String>) {
    let words = Array(words)
    guard words.count >= 2, let term = Int(words[1]) else { return nil }
    switch (words[0], words.count) {
    case ("grant", 2): self = .vote(term: term, granted: true)
    case ("refuse", 2): self = .vote(term: term, granted: false)
    case ("heartbeat", 2): self = .heartbeat(term: term)
    case ("heartbeatReply", 2): self = .heartbeatReply(term: term)
    case ("requestVote", 3):
      guard let log = LogPosition(text: words[2]) else { return nil }
      self = .requestVote(term: term, lastLog: log)
    default: return nil
    }
  }
}

extension LogPosition {
  /// An empty log.
  static let none = LogPosition(term: 0, index: 0)

  /// The end of a log as a label: `2@t1`.
  var brief: String { "\(index)@t\(term)" }

  /// The text form, `term.index`, and back.
  var text: String { "\(term).\(index)" }

  init?(text: String) {
    let numbers = text.split(separator: ".").compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    self.init(term: numbers[0], index: numbers[1])
  }
}
