import ArgumentParser
import Curriculum
import Execution
import Grading
import HiddenSuites
import Markdown

/// `truthbook doctor`: everything grading needs, tried out rather than looked up.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check that this machine can grade: compiler, worker, libcmark, sandbox.")

  /// One line of the table.
  private struct Finding {
    var name: String
    var text: String
    var isWell = true

    /// Looks for something and says what was found, or what is wrong.
    init(_ name: String, _ look: () throws -> String) {
      self.name = name
      do {
        text = try look()
      } catch {
        text = "\(error)"
        isWell = false
      }
    }
  }

  func run() throws {
    let findings = [
      Finding("compiler") {
        let toolchain = try Toolchain.find()
        return "\(try toolchain.version()) in \(toolchain.root)"
      },
      Finding("worker") { try Installation.besideExecutable().worker },
      Finding("libcmark") { "version \(Document.parserVersion)" },
      Finding("workbook") { try Workbook().curriculum.root },
      Finding("temporary") { try WorkingFolders.temporaryFolder() },
      Finding("grading") { try gradeReference() },
      // Last, for what has just been graded may have filled it.
      Finding("cache") { WorkingFolders.cache() },
    ]
    for finding in findings {
      let mark = finding.isWell ? "ok     " : "MISSING"
      try Console.print("\(mark)  \(finding.name.padded(to: 10))\(finding.text)")
    }
    for note in WorkingFolders.notes { try Console.print("note     \(note)") }
    let isProbed = try showSandbox()
    try showUntried()
    guard isProbed, findings.allSatisfy(\.isWell) else { throw ExitCode.environment }
  }

  /// Shows each layer of the sandbox and what was tried against it.
  /// - Returns: false when that cannot be found out.
  private func showSandbox() throws -> Bool {
    let sandbox: Sandbox
    do throws(EnvironmentFailure) {
      sandbox = try Sandbox.ofThisMachine(isFresh: true)
    } catch {
      try Console.print("MISSING  sandbox   \(error)")
      return false
    }
    let meaning =
      switch sandbox.level {
      case .full: "submissions reach no file, network or process of yours"
      case .partial: "grade with care: submissions may read files that you may read"
      case .none: "submissions run with your rights: grade only code you would run yourself"
      }
    try Console.print("\(sandbox.level.rawValue.padded(to: 9))sandbox   \(meaning)")
    for layer in Sandbox.Layer.allCases {
      let attempts = sandbox.attempts.filter { $0.layer == layer }
      if attempts.isEmpty { continue }
      let holds = !attempts.contains(where: \.isPossible)
      let mark = holds ? "ok     " : layer == .clock ? "visible" : "MISSING"
      try Console.print("\(mark)    \(layer.rawValue.padded(to: 10))\(layer.purpose)")
      for attempt in attempts {
        let result = attempt.isPossible ? "POSSIBLE" : "refused "
        try Console.print("                     \(result)  \(attempt.act)")
      }
      if layer == .user, let path = sandbox.closedToOthers {
        try Console.print("                     because other users cannot reach \(path)")
      }
    }
    for part in sandbox.visible { try Console.print("visible              \(part)") }
    return true
  }

  /// Says of what no trial here can tell.
  private func showUntried() throws(Fault) {
    #if arch(x86_64)
      let other = "arm64"
    #else
      let other = "x86-64"
    #endif
    let places = [
      ("on \(other)", "the filter knows that processor's system calls, but has never met them"),
      ("on macOS", "nothing is built for it; the sandbox's level there would be none"),
      ("in Docker", "never run in a real container; run this command in yours to see"),
    ]
    for (place, what) in places {
      try Console.print("untried  \(place.padded(to: 11))\(what)")
    }
  }

  /// Grades a reference, from its file to the verdict.
  private func gradeReference() throws -> String {
    let workbook = try Workbook()
    let exercise = try workbook.exercise("raft-election")
    let report = try workbook.grader(of: exercise).grade(exercise.reference.absolutePath)
    guard report.outcome == .passed else {
      throw Fault.environment("the reference of \(exercise.id) does not pass; that is our fault")
    }
    return "the reference of \(exercise.id) compiles, runs and passes"
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
