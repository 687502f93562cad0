public import Diagrams
public import Terminal

/// What a figure shows, in parts from top to bottom: each as lines for a terminal, and where it is a run, as
/// that run, so that a page can draw it its own way and step through it.
public struct Picture: Sendable {
  /// What a part is made of.
  public enum Content: Sendable {
    /// Its lines and nothing else.
    case text
    /// A run of nodes that send each other messages.
    case run(RunDiagram)
    /// A run told in rows, one for each event.
    case events(EventTable)
  }

  /// A stretch of a figure.
  public struct Part: Sendable {
    /// What it is made of.
    public let content: Content
    /// The same as lines of the canvas it was drawn on.
    public let lines: [StyledLine]
  }

  /// The parts, from top to bottom; no two of them that follow each other are text.
  public private(set) var parts: [Part] = []

  /// A figure of one part, or of none where there are no lines.
  public init(_ lines: [StyledLine] = [], as content: Content = .text) {
    if !lines.isEmpty { parts = [Part(content: content, lines: lines)] }
  }

  /// All lines.
  public var lines: [StyledLine] { parts.flatMap(\.lines) }

  static func += (left: inout Picture, right: Picture) {
    for part in right.parts {
      if case .text = part.content, let last = left.parts.last, case .text = last.content {
        left.parts[left.parts.count - 1] = Part(content: .text, lines: last.lines + part.lines)
      } else {
        left.parts.append(part)
      }
    }
  }

  static func += (left: inout Picture, right: [StyledLine]) {
    left += Picture(right)
  }

  /// This with lines below it. No operator, since with one more the compiler takes long over sums of lines.
  func followed(by lines: [StyledLine]) -> Picture {
    var whole = self
    whole += lines
    return whole
  }
}

/// A run as a table: a column for the time, one for each node, and what happened.
public struct EventTable: Sendable {
  /// One event.
  public struct Row: Sendable {
    /// When, in the unit that the first column's head names.
    public let time: String
    /// Each node afterwards.
    public let cells: [String]
    /// The node whose event it is, as an index into `cells`.
    public let changed: Int
    /// What happened, without a full stop.
    public let sentence: String
  }

  /// The heads of the columns: the time's, then the nodes'.
  public let columns: [String]
  /// The events, in order.
  public let rows: [Row]
}

/// What a figure's drawing may return: lines, or a picture that has parts.
public protocol FigureContent: Sendable {
  /// The same as a picture.
  var picture: Picture { get }
}

extension Picture: FigureContent {
  /// Itself.
  public var picture: Picture { self }
}

extension [StyledLine]: FigureContent {
  /// Text of these lines.
  public var picture: Picture { Picture(self) }
}
