import ArgumentParser
import Checking
import Curriculum
import Errata
import Execution
import Grading
import Terminal

/// `truthbook prove`: runs what settles an erratum and shows what was observed.
struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Run what settles the errata of the documents.",
    discussion: """
      The documents' code runs as printed beside ours, is graded by the hidden suite where an exercise \
      asks for it, and numbers are computed again. What was looked up is named with its source; only \
      what its numbers imply is computed. The status is 1 when something does not come out as the \
      erratum says.

        truthbook prove E-05    one erratum, with all that was observed
        truthbook prove         all of them, a line for each
        truthbook read errata   what they say
      """)

  @Argument(
    help: "Errata, such as E-05; all of them unless given.", completion: NameCompletion.errata)
  var errata: [String] = []

  @OptionGroup var look: LookOptions

  func run() throws {
    let chosen = try errata.isEmpty ? Erratum.all : errata.map(Self.erratum)
    var reports: [String: Report] = [:]
    var refuted = 0
    for (index, erratum) in chosen.enumerated() {
      Console.progress("\(index + 1)/\(chosen.count) \(erratum.id) …")
      let evidence = try evidence(for: erratum, &reports)
      if evidence.map({ !$0.holds }) ?? false { refuted += 1 }
      Console.clearProgress()
      let lines =
        errata.isEmpty ? summary(erratum, evidence) : story(erratum, evidence)
      if !errata.isEmpty, index > 0 { try Console.print("") }
      for line in lines { try Console.print(line) }
    }
    if refuted > 0 { throw ExitCode.checkFailed }
  }

  private static func erratum(_ id: String) throws(Fault) -> Erratum {
    if let found = Erratum.all.first(where: { $0.id == id.uppercased() }) { return found }
    let advice = suggestion(
      for: id, among: Erratum.all.map(\.id), listedBy: "truthbook read errata")
    throw .usage("there is no erratum '\(id)'; \(advice)")
  }

  /// What is observed now, of the settlement's own and by grading.
  /// - Parameter reports: those on submissions graded before, by path.
  private func evidence(for erratum: Erratum, _ reports: inout [String: Report]) throws -> Evidence?
  {
    let evidence = try erratum.settlement.evidence()
    guard let submission = erratum.printedSubmission else { return evidence }
    let report = try reports[submission.path] ?? grade(submission)
    reports[submission.path] = report
    let found = submission.checks.map { name in
      let check = report.checks.first { $0.check.name == name }
      let isFound = [.fail, .error].contains(check?.status)
      return Evidence.Observation(
        "\(submission.path), graded for \(submission.exercise), \(name)",
        isFound ? check?.message ?? "fails" : "does not fail", holds: isFound)
    }
    return Evidence((evidence?.observations ?? []) + found)
  }

  private func grade(_ submission: PrintedSubmission) throws -> Report {
    let workbook = try Workbook()
    let grader = try workbook.grader(of: workbook.exercise(submission.exercise))
    do throws(EnvironmentFailure) {
      return try grader.grade(workbook.curriculum.root + "/" + submission.path)
    } catch {
      throw Fault.environment(error.description)
    }
  }

  private func summary(_ erratum: Erratum, _ evidence: Evidence?) -> [String] {
    let grade = erratum.settlement.grade
    let isRefuted = evidence.map { !$0.holds } ?? false
    let word = isRefuted ? "REFUTED" : grade.rawValue
    let mark = DisplayWidth.padded(word, to: Self.gradeWidth)
    let style =
      if isRefuted {
        Style(.red, .bold)
      } else {
        [.run, .computed].contains(grade) ? Style(.green) : Style.plain
      }
    var lines = NameList([(name: mark, number: erratum.id, text: erratum.summary)])
      .lines(width: look.columns)
    lines[0].replace(word, with: style.applied(to: word, in: look.mode), maxReplacements: 1)
    return lines
  }

  private static let gradeWidth = Erratum.Grade.allCases.map(\.rawValue.count).max() ?? 0

  private func story(_ erratum: Erratum, _ evidence: Evidence?) -> [String] {
    let grade = erratum.settlement.grade
    var lines = [Style(nil, .bold).applied(to: erratum.id, in: look.mode) + ", \(erratum.place)"]
    lines += wrapped("The document: \(erratum.said)") + wrapped("In truth: \(erratum.truth)")
    lines += wrapped(
      "Severity: \(erratum.severity.rawValue)" + (erratum.harm.map { ": \($0)" } ?? ""))
    lines += wrapped("Evidence, \(grade.rawValue): \(erratum.summary)") + [""]
    let observations = evidence?.observations ?? []
    if grade == .lookedUp, !observations.isEmpty {
      lines += wrapped("What was looked up no run can show. Computed beside it:")
    }
    for observation in observations {
      let mark = observation.holds ? "✔" : "✘"
      let text = "\(look.plain ? observation.holds ? "ok:" : "NOT:" : mark) \(observation.what): "
      lines += wrapped(text + observation.result)
    }
    return lines
  }

  private func wrapped(_ text: String) -> [String] {
    TextWrap.lines(of: text, width: look.columns)
  }
}
