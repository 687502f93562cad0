/// One thing the compiler, or we on its behalf, have to say about a submission.
public struct Diagnostic: Hashable, Sendable {
  /// How grave it is.
  public enum Severity: String, Hashable, Sendable {
    case error, warning, note
  }

  /// A place in one of the learner's files.
  public struct Place: Hashable, Sendable {
    /// The learner's name for the file.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in bytes, from 1.
    public let column: Int
    /// What the line holds, printable.
    public let source: String

    /// Names a place.
    public init(file: String, line: Int, column: Int, source: String) {
      self.file = file
      self.line = line
      self.column = column
      self.source = source
    }
  }

  /// How grave it is.
  public let severity: Severity
  /// What is said, printable and without paths of ours.
  public let message: String
  /// Where; nil for what has no place in the learner's files.
  public let place: Place?
  /// What belongs to it, in the order it was said.
  public var notes: [Diagnostic]

  /// Gathers a diagnostic.
  public init(
    severity: Severity, message: String, place: Place? = nil, notes: [Diagnostic] = []
  ) {
    self.severity = severity
    self.message = message
    self.place = place
    self.notes = notes
  }

  /// The diagnostic and its notes as text: place and message, the source line, a mark under the
  /// column.
  public func rendered() -> String {
    var text = ""
    if let place {
      text += "\(place.file):\(place.line):\(place.column): \(severity.rawValue): \(message)\n"
      let number = String(place.line)
      let before = String(decoding: place.source.utf8.prefix(place.column - 1), as: UTF8.self)
      let indent = String(before.map { $0 == "\t" ? "\t" : " " })
      text += "  \(number) | \(place.source)\n"
      // Of a long line only the beginning is there.
      if place.column <= place.source.utf8.count + 1 {
        text += "  \(String(repeating: " ", count: number.count)) | \(indent)^\n"
      }
    } else {
      text += "\(severity.rawValue): \(message)\n"
    }
    for note in notes { text += note.rendered() }
    return text
  }
}
