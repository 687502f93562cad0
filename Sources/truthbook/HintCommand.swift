import ArgumentParser
import Curriculum
import Markdown
import Reader
import Terminal

/// `truthbook hint`: one more hint each time, from gentle to nearly the answer.
struct HintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hint",
    abstract: "Show the next hint of an exercise.",
    discussion: "Each call shows one more, from gentle to nearly the answer; --all shows them all.")

  @Argument(help: "The exercise; the one worked on last unless given.")
  var exercise: String?

  @Flag(help: "Show every hint.")
  var all = false

  @Option(help: "Show this hint again.")
  var number: Int?

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let progress = try workbook.loadProgress()
    guard let id = exercise ?? progress.lastExercise else {
      throw Fault.usage("name an exercise, as in `truthbook hint or-set`")
    }
    let exercise = try workbook.exercise(id)
    let hints = try hints(of: exercise)
    if let number, !hints.indices.contains(number - 1) {
      throw Fault.usage("\(id) has hints 1 to \(hints.count); there is no hint \(number)")
    }
    let shown = number ?? (all ? hints.count : min(progress.hintsShown(of: id) + 1, hints.count))
    for hint in all ? hints[...] : hints[(shown - 1)..<shown] {
      let heading = "## Hint \(hint.number) of \(hints.count)\n\n"
      try Console.print(
        render(
          Document(parsing: heading + hint.markdown), width: look.columns, style: look.page))
    }
    if shown == hints.count && !all {
      let words =
        "That was the last hint; the chapter says the rest: truthbook read \(exercise.chapter)"
      for line in TextWrap.lines(of: words, width: look.columns) { try Console.print(line) }
    }
    workbook.updateProgress { $0.showHints(shown, of: id) }
  }

  private func hints(of exercise: Exercise) throws(Fault) -> [Hint] {
    do throws(CurriculumError) {
      return try exercise.hints()
    } catch {
      throw .environment(error.description)
    }
  }
}
