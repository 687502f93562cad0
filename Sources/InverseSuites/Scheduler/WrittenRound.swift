import Checking
import ExerciseKit

/// A round of a scheduler, as a learner writes it: who times out, and which message arrives next.
///
///     nodes: 3
///     n1 times out
///     n1 -> n2
///     n2 -> n1 vote
///
/// A message is the oldest on its way from one to the other, of a kind where one is named.
struct WrittenRound {
  /// Something the scheduler lets happen.
  enum Event: Hashable {
    case timeout(Int)
    case delivery(from: Int, to: Int, kind: Kind?)
  }

  /// What a message is.
  enum Kind: String, CaseIterable {
    case requestVote, vote, heartbeat, heartbeatReply
  }

  /// The clusters that may be scheduled.
  static let sizes = 3...5
  /// The most events of a round.
  static let limit = 200

  private(set) var nodes = 3
  /// The events, with where they stand.
  private(set) var events: [(event: Event, line: AnswerText.Line)] = []
  /// How many time-outs are said to end nearly all elections when they come by chance, and where that is
  /// said.
  private(set) var prediction: Int?

  /// Reads a round.
  /// - Throws: `TextFault` for a line that is no event.
  init(_ text: AnswerText) throws(TextFault) {
    var hasNodes = false
    for line in text.lines {
      if let value = Self.value(of: "nodes", line) {
        guard !hasNodes, events.isEmpty else {
          throw TextFault(line, "'nodes:' stands once, before the first event")
        }
        nodes = try Self.number(value, in: Self.sizes, line)
        hasNodes = true
      } else if let value = Self.value(of: "by chance", line) {
        guard prediction == nil else { throw TextFault(line, "'by chance:' stands once") }
        prediction = try Self.number(value, in: 1...1000, line)
      } else {
        guard events.count < Self.limit else {
          throw TextFault(line, "more than \(Self.limit) events; it is one round")
        }
        events.append((try event(line), line))
      }
    }
  }

  private static func value(of key: String, _ line: AnswerText.Line) -> AnswerWord? {
    guard line.text.hasPrefix(key + ":") else { return nil }
    let rest = line.text.dropFirst(key.count + 1)
    let value = rest.drop(while: \.isWhitespace)
    return AnswerWord(text: String(value), offset: line.text.count - value.count)
  }

  private static func number(
    _ word: AnswerWord, in range: ClosedRange<Int>, _ line: AnswerText.Line
  ) throws(TextFault) -> Int {
    guard let number = Int(word.text), range.contains(number) else {
      throw line.fault(
        word, "a whole number from \(range.lowerBound) to \(range.upperBound) stands here")
    }
    return number
  }

  private func event(_ line: AnswerText.Line) throws(TextFault) -> Event {
    let words = line.words
    if words.count == 3, words[1].text == "times", words[2].text == "out" {
      return .timeout(try node(words[0], line))
    }
    guard (3...4).contains(words.count), words[1].text == "->" else {
      throw TextFault(
        line,
        "a line is 'nodes: 3', 'n1 times out', 'n1 -> n2', 'n1 -> n2 vote' or 'by chance: 7'")
    }
    let (from, to) = (try node(words[0], line), try node(words[2], line))
    guard from != to else { throw line.fault(words[2], "nobody sends anything to itself") }
    guard words.count == 4 else { return .delivery(from: from, to: to, kind: nil) }
    guard let kind = Kind(rawValue: words[3].text) else {
      throw line.fault(
        words[3],
        "'\(words[3].text.shown())' is none of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    return .delivery(from: from, to: to, kind: kind)
  }

  private func node(_ word: AnswerWord, _ line: AnswerText.Line) throws(TextFault) -> Int {
    for number in 1...nodes where word.text == "n\(number)" { return number - 1 }
    throw line.fault(
      word, "'\(word.text.shown())' is none of n1 to n\(nodes)")
  }
}

extension ElectionMessage {
  /// What it is.
  var kind: WrittenRound.Kind {
    switch self {
    case .requestVote: .requestVote
    case .vote: .vote
    case .heartbeat: .heartbeat
    case .heartbeatReply: .heartbeatReply
    }
  }

  /// What it says, briefly.
  var shortLabel: String {
    switch self {
    case .requestVote(let term, _): "requestVote \(term)"
    case .vote(let term, let granted): "\(granted ? "grant" : "refuse") \(term)"
    case .heartbeat(let term): "heartbeat \(term)"
    case .heartbeatReply(let term): "reply \(term)"
    }
  }
}
