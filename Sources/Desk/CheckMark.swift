import Grading
import Terminal

/// The sign for what has become of a check.
struct CheckMark: Hashable {
  /// One column.
  var sign: String
  var style: Style
  /// The same in words.
  var word: String

  /// Being looked into.
  static let running = CheckMark(sign: "»", style: Style(.cyan, .bold), word: "being checked")
  /// Nothing is known.
  static let unknown = CheckMark(sign: "·", style: Style(nil, .dim), word: "not checked yet")

  private init(sign: String, style: Style, word: String) {
    self.sign = sign
    self.style = style
    self.word = word
  }

  /// The sign for a status.
  init(_ status: CheckReport.Status) {
    switch status {
    case .pass: self.init(sign: "✓", style: Style(.green), word: "passed")
    case .held: self.init(sign: "~", style: Style(.green), word: "held")
    case .fail: self.init(sign: "✗", style: Style(.red, .bold), word: "failed")
    case .error: self.init(sign: "!", style: Style(.red, .bold), word: "stopped")
    case .skipped: self.init(sign: "○", style: Style(.yellow), word: "not reached")
    }
  }
}
