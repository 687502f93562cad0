public import Terminal

/// A figure of a text that can be looked at one event at a time.
public struct SteppableFigure: Sendable {
  /// The figure with certain values.
  public struct Variation: Sendable {
    /// The command that draws it.
    public var command: String
    /// What happens in each event, as sentences without a full stop.
    public var sentences: [String]
    /// Draws it as it is after so many events, 0 for its beginning. No line is wider than `width`
    /// columns.
    public var draw: @Sendable (_ events: Int, _ width: Int) -> [StyledLine]

    /// Describes a figure with certain values.
    public init(
      command: String, sentences: [String],
      draw: @escaping @Sendable (_ events: Int, _ width: Int) -> [StyledLine]
    ) {
      self.command = command
      self.sentences = sentences
      self.draw = draw
    }
  }

  /// What it is called: `F04`.
  public var title: String
  /// The figure as the text has it, then with other values, each of which shows something else.
  public var variations: [Variation]

  /// Describes a figure with at least one variation.
  public init(title: String, variations: [Variation]) {
    self.title = title
    self.variations = variations
  }
}
