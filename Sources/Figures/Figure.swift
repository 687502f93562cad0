public import Parameters
public import Terminal

/// A figure of the book: a run of our own references under a seed, drawn for a width.
///
/// Nothing in a figure is drawn by hand that a run could have said otherwise: change the reference
/// and the figure changes.
public struct Figure: Sendable, Identifiable {
  /// What a figure is drawn on.
  public struct Canvas: Hashable, Sendable {
    /// The columns there are, at least 10. No line is wider.
    public var width: Int
    /// True when only printable ASCII may be used and every line must make sense by itself, read
    /// aloud or in a log.
    public var isASCII: Bool

    /// Describes a canvas.
    public init(width: Int, isASCII: Bool = false) {
      self.width = max(width, 10)
      self.isASCII = isASCII
    }
  }

  /// Its number in the book: `F04`.
  public let id: String
  /// What it is called on the command line and in chapters: `election`.
  public let name: String
  /// What it shows, as a phrase without a full stop.
  public let title: String
  /// What it shows, as a sentence.
  public var sentence: String { title.prefix(1).uppercased() + title.dropFirst() + "." }
  /// What it can be given.
  public let parameters: [Parameter]
  private let drawing: @Sendable (Arguments, Canvas) throws -> Picture

  /// Describes a figure.
  /// - Parameter drawing: runs and draws; it may throw an `ArgumentError` for values that are each
  ///   in their domain but not together, as with a quorum larger than its cluster.
  public init<Content: FigureContent>(
    id: String, name: String, title: String, parameters: [Parameter] = [],
    drawing: @escaping @Sendable (Arguments, Canvas) throws -> Content
  ) {
    self.id = id
    self.name = name
    self.title = title
    self.parameters = parameters
    self.drawing = { arguments, canvas in try drawing(arguments, canvas).picture }
  }

  /// Runs and draws with the arguments written as `words`, such as `seed=7`.
  /// - Throws: `ArgumentError` for words that the figure cannot take.
  public func draw(_ words: [String] = [], on canvas: Canvas) throws -> [StyledLine] {
    try picture(words, on: canvas).lines
  }

  /// The same in parts, each with what it was drawn from.
  /// - Throws: `ArgumentError` for words that the figure cannot take.
  public func picture(_ words: [String] = [], on canvas: Canvas) throws -> Picture {
    try drawing(Arguments(words, for: parameters, of: name), canvas)
  }
}
