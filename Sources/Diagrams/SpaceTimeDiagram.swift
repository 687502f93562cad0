public import Checking
public import Terminal

/// A counterexample drawn for the terminal: a lane per node, time flowing downwards, then the
/// guarantee that breaks, then every step as a sentence.
///
/// The picture is that of Lamport 1978, figure 1, turned so that time runs as text does.
public struct SpaceTimeDiagram: Sendable {
  /// How it is drawn.
  public enum Style: Hashable, Sendable {
    /// Printable ASCII alone, as a list in which each line makes sense by itself: for screen readers,
    /// logs and terminals that can do no more.
    case ascii
    /// Box characters, and as much colour as the mode allows.
    case unicode(ColorMode)
  }

  /// Sentences are hard to follow over wider lines.
  static let widestText = 100
  /// Nothing readable fits into less.
  static let narrowestText = 24

  private let counterexample: Counterexample

  /// Prepares a run for drawing. Control characters in its texts are made harmless.
  ///
  /// Lanes and steps that the run names but does not have are a programming error.
  public init(_ counterexample: Counterexample) {
    counterexample.requireConsistent()
    self.counterexample = counterexample.mappingText { Sanitizer.clean($0) }
  }

  /// Draws the run.
  /// - Parameter width: the columns available; widths below 24 are taken as 24.
  /// - Returns: lines that each end with a newline, none wider than `width`, none ending in a blank.
  ///   A run with more lanes than fit becomes a list of its events.
  public func render(width: Int, style: Style) -> String {
    let mode: ColorMode = if case .unicode(let mode) = style { mode } else { .plain }
    let parts = parts(width: width, isASCII: style == .ascii)
    let lines =
      parts.isPicture
      ? parts.picture + [[]] + parts.list.violation + [[]] + parts.list.sentences
      : parts.list.start + parts.list.events + [[]] + parts.list.violation
    return lines.map { line in
      line.map { $0.role.style.applied(to: $0.text, in: mode) }.joined() + "\n"
    }.joined()
  }

  /// The run in two parts, for a screen on which one scrolls and reads the story first.
  /// - Parameter width: the columns available; widths below 24 are taken as 24.
  /// - Returns: what is broken and every step as a sentence; and the picture, which has no lines where the
  ///   run has more lanes than fit.
  public func storyAndPicture(width: Int) -> (story: [StyledLine], picture: [StyledLine]) {
    let parts = parts(width: width, isASCII: false)
    let story =
      parts.list.violation + [[]]
      + (parts.isPicture ? parts.list.sentences : parts.list.start + parts.list.events)
    func styled(_ lines: [[StyledRun]]) -> [StyledLine] {
      lines.map { line in StyledLine(line.map { StyledLine.Run($0.text, $0.role.style) }) }
    }
    return (styled(story), styled(parts.isPicture ? parts.picture : []))
  }

  struct Parts {
    var isPicture: Bool
    var picture: [[StyledRun]]
    var list: RunList
  }

  /// The picture where one fits, and the run in words.
  func parts(width: Int, isASCII: Bool) -> Parts {
    let width = max(width, Self.narrowestText)
    let run = isASCII ? counterexample.mappingText(\.printableASCII) : counterexample
    let margin = StepMargin.width(steps: run.steps.count)
    let columns =
      isASCII
      ? nil
      : LaneColumns(
        lanes: run.lanes.count, margin: margin, width: width,
        needed: SpaceTimeLayout.pitchNeeded(by: run))
    let list = RunList(
      run, margin: margin, width: min(width, Self.widestText), isASCII: isASCII)
    guard let columns else { return Parts(isPicture: false, picture: [], list: list) }
    let layout = SpaceTimeLayout(run, columns: columns)
    let painter = SpaceTimePainter(layout, lanes: run.lanes.count, width: width)
    return Parts(isPicture: true, picture: painter.lines, list: list)
  }
}
