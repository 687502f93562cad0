public import Checking
import Terminal

/// A counterexample as a Mermaid sequence diagram, for pages that draw those, such as GitHub's.
public struct SequenceDiagram: Sendable {
  /// Beyond so many lanes a drawing is too small to read.
  public static let widestRun = 8
  /// Beyond so many events a drawing is too small to read.
  public static let longestRun = 40

  private let run: Counterexample
  /// The sentence on the violation as lines that fit below the lanes: Mermaid does not wrap a note.
  private let violation: [String]

  /// Prepares a run.
  /// - Returns: nil for a run too large to be read as a drawing, or without any lane.
  ///
  /// Lanes and steps that the run names but does not have are a programming error.
  public init?(_ counterexample: Counterexample) {
    guard (1...Self.widestRun).contains(counterexample.lanes.count),
      counterexample.steps.count <= Self.longestRun
    else { return nil }
    counterexample.requireConsistent()
    let width = 22 * max(2, counterexample.lanes.count)
    violation = TextWrap.lines(of: counterexample.violation.sentence, width: width)
      .map(Self.escaped)
    run = counterexample.mappingText { Self.escaped(Sanitizer.clean($0)) }
  }

  /// The diagram's source, lines that each end with a newline. A message stands where it arrives.
  public var source: String {
    var lines = ["sequenceDiagram"]
    for (lane, name) in run.lanes.enumerated() {
      lines.append("  participant L\(lane) as \(name.isEmpty ? "node \(lane + 1)" : name)")
    }
    for (lane, state) in run.initialStates.enumerated() where !state.isEmpty {
      lines.append("  Note over L\(lane): \(state)")
    }
    for (index, step) in run.steps.enumerated() { lines += self.lines(of: step, number: index + 1) }
    let last = run.lanes.count - 1
    lines.append(
      "  Note over L0\(last > 0 ? ",L\(last)" : ""): ✗ \(violation.joined(separator: "<br/>"))")
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(of step: Counterexample.Step, number: Int) -> [String] {
    let mark = run.violation.steps.contains(number - 1) ? "✗ " : ""
    var lines: [String] = []
    switch step.event {
    case .local(let lane, let label):
      lines.append("  Note over L\(lane): \(mark)\(number) #183; \(label)")
    case .restart(let lane):
      lines.append("  Note over L\(lane): \(mark)\(number) #183; crash and restart")
    case .delivery(let sender, let receiver, let label, _):
      lines.append("  L\(sender)->>L\(receiver): \(mark)\(number) #183; \(label)")
    }
    if let state = step.state, !state.isEmpty {
      lines.append("  Note right of L\(step.event.lane): \(state)")
    }
    for message in step.lost where message.to != step.event.lane {
      lines.append("  L\(step.event.lane)--xL\(message.to): \(message.label) (lost)")
    }
    return lines
  }

  /// The text with everything Mermaid might act upon as a character reference of its own kind. Its
  /// grammar gives a meaning to signs, and to the word `end`, almost anywhere.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar == " " || scalar == "," || scalar == "." || scalar == "'"
        || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if isPlain {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += "#\(scalar.value);"
      }
    }
    let words = escaped.split(separator: " ", omittingEmptySubsequences: false)
    return words.map { word in
      word.lowercased() == "end" ? "#\(word.unicodeScalars.first?.value ?? 101);nd" : word
    }.joined(separator: " ")
  }
}
