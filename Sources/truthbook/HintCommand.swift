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
    discussion: """
      Each call shows one more, from gentle to nearly the answer: first those for the check that failed in the \
      last `truthbook test` of the workspace's own file, then those that help with all, then the others. What \
      `grade` judges, and a file that `test` is given, steers nothing. --all shows them all.
      """)

  @Argument(
    help: "The exercise; the one worked on last unless given.", completion: NameCompletion.exercises
  )
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
    let hints = try workbook.hints(of: exercise)
    let choice = HintChoice(of: hints, progress, id)
    guard let next = choice.next else {
      throw Fault.environment("there is no hint in \(exercise.folder.path)/hints.md")
    }
    if let number, !hints.indices.contains(number - 1) {
      throw Fault.usage("\(id) has hints 1 to \(hints.count); there is no hint \(number)")
    }
    let shown = all ? hints : [number.map { hints[$0 - 1] } ?? next]
    for hint in shown {
      let heading = "## Hint \(hint.number) of \(hints.count)\(choice.about(hint))\n\n"
      try Console.print(
        render(
          Document(parsing: heading + hint.markdown), width: look.columns, style: look.page))
    }
    if choice.isLast, !all, number == nil {
      let words =
        "That was the last hint; the chapter says the rest: truthbook read \(exercise.chapter)"
      for line in TextWrap.lines(of: words, width: look.columns) { try Console.print(line) }
    }
    workbook.updateProgress { $0.showHints(shown.map(\.number), of: id) }
  }
}
