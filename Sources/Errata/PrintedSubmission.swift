/// A mutant of ours that does what the documents' code does, and what the hidden suite of its exercise
/// finds in it.
public struct PrintedSubmission: Hashable, Sendable {
  /// The exercise it is a submission of.
  public let exercise: String
  /// The checks that find the erratum in it.
  public let checks: [String]

  /// Where it lies in the project.
  public let path: String

  fileprivate init(_ exercise: String, _ mutant: String = "as-printed", fails checks: String...) {
    self.exercise = exercise
    self.checks = checks
    path = "Solutions/Mutants/\(exercise)/\(mutant).swift"
  }

  /// The errata that a hidden suite finds, by number. Code the documents leave unfinished does not
  /// compile as a submission, and code without an exercise is run beside our reference alone.
  fileprivate static let all: [String: PrintedSubmission] = [
    "E-01": PrintedSubmission(
      "raft-election", fails: "quorum-of-distinct-voters", "at-most-one-leader-per-term"),
    "E-02": PrintedSubmission("raft-election", fails: "higher-term-wins"),
    "E-10": PrintedSubmission("happens-before", fails: "compares-the-union-of-keys"),
    "E-11": PrintedSubmission("happens-before", fails: "equal-is-not-concurrent"),
    "E-16": PrintedSubmission("or-set", fails: "frozen-clock", "clock-going-back"),
    "E-20": PrintedSubmission("raft-election", fails: "persist-before-send"),
    "E-21": PrintedSubmission(
      "raft-election", "asks-its-peers-in-turn", fails: "campaigns-honestly",
      "re-elects-after-a-crash"),
    "E-54": PrintedSubmission(
      "raft-election", "claims-one-entry-too-many", fails: "campaigns-honestly"),
    "E-56": PrintedSubmission("happens-before", fails: "tick-counts-one-event"),
    "E-59": PrintedSubmission("raft-election", fails: "timers"),
  ]
}

extension Erratum {
  /// The documents' code as a submission to be graded; nil where no exercise asks for what is wrong.
  public var printedSubmission: PrintedSubmission? { PrintedSubmission.all[id] }

  /// What settles it, in Markdown, without the kind in front.
  public var summary: String {
    guard let printedSubmission else { return settlement.summary }
    let checks = printedSubmission.checks.map { "`\($0)`" }.joined(separator: " and ")
    return settlement.summary
      + " Graded as a submission of `\(printedSubmission.exercise)`, the printed code fails \(checks)."
  }
}
