import ArgumentParser
import Curriculum
import Terminal

/// Bare `truthbook`: where you are and what to do next.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show where you are and what to do next (the default).")

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let progress = try workbook.loadProgress()
    let lines: [String]
    do throws(CurriculumError) {
      lines = try self.lines(try workbook.curriculum.exercises(), progress)
    } catch {
      throw Fault.environment(error.description)
    }
    try Console.print(lines.joined(separator: "\n"))
  }

  private func lines(
    _ exercises: [Exercise], _ progress: Progress
  ) throws(CurriculumError) -> [String] {
    let open = exercises.filter { !progress.passed.contains($0.id) }
    var lines = [
      Style(nil, .bold).applied(
        to: "Truthbook: how machines agree on what is true", in: look.mode),
      "\(exercises.count - open.count) of \(exercises.count) exercises passed.", "",
    ]
    guard let next = open.first(where: { $0.id == progress.lastExercise }) ?? open.first else {
      lines.append("Everything is passed. Read on with `truthbook list`.")
      return lines
    }
    let isBegun = try !next.isUntouched()
    lines.append((isBegun ? "You are at " : "Next: ") + "\(next.title) (\(next.id))")
    lines += [
      "", "  read    truthbook read \(next.chapter)", "  task    truthbook read \(next.id)",
      "  edit    \(next.starter.path)", "  test    truthbook test \(next.id)",
    ]
    if isBegun { lines.append("  hint    truthbook hint \(next.id)") }
    lines += ["", "All chapters and exercises: truthbook list. Everything else: truthbook --help."]
    return lines
  }
}
