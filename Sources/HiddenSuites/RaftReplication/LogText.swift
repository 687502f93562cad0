import ExerciseKit

/// A log as text, such as `1:a 1:b 2:c`; `1:v*300` is three hundred entries of term 1, `v1` to `v300`.
struct LogText: Hashable, Sendable, CustomStringConvertible {
  /// Entries of one term.
  private struct Piece: Hashable, Sendable {
    var term: Term
    var command: String
    /// How many, numbered from 1; nil for one that bears no number.
    var count: Int?
  }

  private var pieces: [Piece] = []
  let entries: [LogEntry]
  /// The most entries of a log that comes from outside.
  private static let limit = 4_096

  init(_ entries: [LogEntry]) {
    pieces = entries.map { Piece(term: $0.term, command: $0.command, count: nil) }
    self.entries = entries
  }

  /// So many entries of one term, and what follows them.
  init(_ count: Int, of term: Term, then entries: [LogEntry] = []) {
    pieces =
      [Piece(term: term, command: "v", count: count)]
      + entries.map { Piece(term: $0.term, command: $0.command, count: nil) }
    self.entries = Self.expanded(pieces)
  }

  /// Reads what `description` writes; nil for anything else, and for terms that fall.
  init?(_ text: some StringProtocol) {
    var count = 0
    for word in text.split(separator: " ") {
      let halves = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, let term = Int(halves[0]), term >= (pieces.last?.term ?? 0) else {
        return nil
      }
      let parts = halves[1].split(separator: "*", omittingEmptySubsequences: false)
      var piece = Piece(term: term, command: String(halves[1]), count: nil)
      if parts.count == 2 {
        guard let number = Int(parts[1]), (1...Self.limit).contains(number) else { return nil }
        piece = Piece(term: term, command: String(parts[0]), count: number)
      }
      count += piece.count ?? 1
      guard count <= Self.limit else { return nil }
      pieces.append(piece)
    }
    entries = Self.expanded(pieces)
    guard description == text else { return nil }
  }

  private static func expanded(_ pieces: [Piece]) -> [LogEntry] {
    pieces.flatMap { piece in
      piece.count.map { count in (1...count).map { LogEntry(piece.term, "\(piece.command)\($0)") } }
        ?? [LogEntry(piece.term, piece.command)]
    }
  }

  var description: String {
    pieces.map { piece in
      "\(piece.term):\(piece.command)" + (piece.count.map { "*\($0)" } ?? "")
    }.joined(separator: " ")
  }
}

/// Entries as a learner sees them: the last few, and how many there are before.
func brief(_ entries: some Collection<LogEntry>) -> String {
  guard !entries.isEmpty else { return "nothing" }
  let shown = entries.suffix(4).map { "\($0.term):\($0.command.isEmpty ? "\"\"" : $0.command)" }
  let hidden = entries.count - shown.count
  return (hidden > 0 ? "\(hidden) entries, " : "") + shown.joined(separator: " ")
}

extension [LogEntry] {
  /// The term at an index from 1; 0 for index 0, nil beyond the end.
  func term(at index: Int) -> Term? {
    index == 0 ? 0 : indices.contains(index - 1) ? self[index - 1].term : nil
  }

  /// How many entries two logs have in common at their beginnings.
  func common(with other: [LogEntry]) -> Int {
    zip(self, other).prefix { $0 == $1 }.count
  }

  /// Whether a log that ends here may be elected by the holder of another (section 5.4.1).
  func isAtLeastAsUpToDate(as other: [LogEntry]) -> Bool {
    (last?.term ?? 0, count) >= (other.last?.term ?? 0, other.count)
  }
}

extension AppendRequest {
  /// The request in few words.
  var text: String {
    "t\(term) after \(prevIndex) (t\(prevTerm)): \(brief(entries))"
      + (leaderCommit > 0 ? ", commit \(leaderCommit)" : "")
  }
}

extension AppendReply {
  /// The reply in few words.
  var text: String {
    success ? "t\(term) has \(matchIndex)" : "t\(term) refuses, at most \(matchIndex)"
  }
}
