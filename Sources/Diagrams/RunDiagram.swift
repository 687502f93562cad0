public import Checking
public import Terminal

/// A run drawn as a figure of the book: the same picture as a counterexample's, without a verdict.
public struct RunDiagram: Sendable {
  private let diagram: SpaceTimeDiagram

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
    diagram = SpaceTimeDiagram(
      Counterexample(
        lanes: lanes, initialStates: initialStates, steps: steps,
        violation: .init(sentence: "", steps: marked), isShortest: false,
        schedule: Schedule(check: "", setting: "", events: [])))
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
