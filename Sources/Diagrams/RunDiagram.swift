public import Checking
public import Terminal

/// A run drawn as a figure of the book: the same picture as a counterexample's, without a verdict.
public struct RunDiagram: Sendable {
  private let diagram: SpaceTimeDiagram
  private let run: Counterexample

  /// Prepares a run for drawing. Lanes and steps that the run names but does not have are a
  /// programming error.
  /// - Parameters:
  ///   - lanes: the nodes, in the order they are drawn.
  ///   - initialStates: each lane's state at the start; empty where there is nothing to say.
  ///   - steps: the events, in order.
  ///   - marked: steps (from 0) to point out.
  public init(
    lanes: [String], initialStates: [String], steps: [Counterexample.Step], marked: [Int] = []
  ) {
    run = Counterexample(
      lanes: lanes, initialStates: initialStates, steps: steps,
      violation: .init(sentence: "", steps: marked), isShortest: false,
      schedule: Schedule(check: "", setting: "", events: []))
    diagram = SpaceTimeDiagram(run)
  }

  /// What happens in each step, as a sentence without a full stop; not yet clean.
  public var sentences: [String] { run.steps.map(\.sentence) }

  /// The run as one `svg` element, each step in a group that says in `data-step` which it is, from 0.
  /// - Parameter title: what a screen reader says of it.
  public func markup(title: String) -> String {
    SpaceTimeDrawing(run).markup(title: title, groupsSteps: true)
  }

  /// Draws the run.
  /// - Parameters:
  ///   - width: the columns available; widths below 24 are taken as 24.
  ///   - isASCII: true for a list of the events in printable ASCII, as for a screen reader; a run with
  ///     more lanes than fit is listed as well.
  ///   - hasSentences: true when every step's sentence stands below the picture.
  public func lines(width: Int, isASCII: Bool, hasSentences: Bool = false) -> [StyledLine] {
    let parts = diagram.parts(width: width, isASCII: isASCII)
    var lines = parts.isPicture ? parts.picture : parts.list.start + parts.list.events
    if parts.isPicture, hasSentences { lines += [[]] + parts.list.sentences }
    return lines.map { StyledLine($0.map { StyledLine.Run($0.text, $0.role.style) }) }
  }
}
