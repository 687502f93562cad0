/// A line of clean text in runs of one style each, ready to be set in a page or sent to a terminal.
public struct StyledLine: Hashable, Sendable {
  /// Text of one style.
  public struct Run: Hashable, Sendable {
    /// The text, without control characters.
    public var text: String
    /// How it looks.
    public var style: Style

    /// Describes a run; its text is cleaned.
    public init(_ text: String, _ style: Style = .plain) {
      self.text = Sanitizer.clean(text)
      self.style = style
    }
  }

  /// The runs, from left to right.
  public var runs: [Run]

  /// Makes a line of runs.
  public init(_ runs: [Run]) {
    self.runs = runs
  }

  /// Makes a line of one style.
  public init(_ text: String = "", _ style: Style = .plain) {
    runs = text.isEmpty ? [] : [Run(text, style)]
  }

  /// The characters of the line, without styles.
  public var text: String { runs.map(\.text).joined() }

  /// The line as it is sent, without a line feed.
  public func encoded(in mode: ColorMode) -> String {
    runs.map { $0.style.applied(to: $0.text, in: mode) }.joined()
  }
}
