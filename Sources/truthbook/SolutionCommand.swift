import ArgumentParser
import Book
import Checking
import Curriculum
import Execution
import Glibc
import Grading
import Markdown
import Reader
import Terminal

/// `truthbook solution`: the reference implementation, and one's own beside it in numbers.
struct SolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solution",
    abstract: "Show the reference implementation of an exercise that you have passed.",
    discussion: """
      Before you have passed, it is shown with --before-passing, and on a terminal after you have said twice that \
      you want it.
      """)

  @Argument(
    help: "The exercise; the one worked on last unless given.", completion: NameCompletion.exercises
  )
  var exercise: String?

  @Flag(help: "Show it although the exercise is not passed.")
  var beforePassing = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let progress = try workbook.loadProgress()
    guard let id = exercise ?? progress.lastExercise else {
      throw Fault.usage("name an exercise, as in `truthbook solution or-set`")
    }
    let exercise = try workbook.exercise(id)
    if !progress.passed.contains(id), !beforePassing { try ask(exercise) }
    let grader = try workbook.grader(of: exercise)
    let page: Book.Page?
    var comparison = ""
    do throws(CurriculumError) {
      page = try Book(workbook.curriculum).reference(id)
      if try !exercise.isUntouched() { comparison = try self.comparison(exercise, grader) }
    } catch {
      throw Fault.environment(error.description)
    }
    guard let page else { throw Fault.environment("\(exercise.reference.path) is missing") }
    let document = Document(parsing: page.markdown + comparison)
    Console.clearProgress()
    try Console.print(
      render(document, width: look.columns, style: look.page), terminator: "")
  }

  /// Asks twice, and goes on only when both are answered with yes.
  private func ask(_ exercise: Exercise) throws(Fault) {
    let advice =
      "you have not passed \(exercise.id) yet. `truthbook hint \(exercise.id)` shows the next hint, and "
      + "`truthbook solution \(exercise.id) --before-passing` the whole solution"
    guard isatty(STDIN_FILENO) == 1, StandardStream.output.isTerminal else { throw .usage(advice) }
    for question in [
      "You have not passed \(exercise.id) yet. Show the solution? (yes/no) ",
      "What one has not found out oneself is soon forgotten. Show it all the same? (yes/no) ",
    ] {
      try Console.print(question, terminator: "")
      guard readLine(strippingNewline: true)?.lowercased() == "yes" else { throw .usage(advice) }
    }
  }

  /// Both in numbers, as a section of the page.
  private func comparison(_ exercise: Exercise, _ grader: Grader) throws(CurriculumError) -> String
  {
    var (yours, ours) = (0, 0)
    for part in exercise.parts {
      // In Swift a line that begins with # may be code.
      let comment = exercise.isText ? "#" : "//"
      yours += Self.lines(of: try part.starter.text(), comment: comment)
      ours += Self.lines(of: try part.reference.text(), comment: comment)
    }
    var rows = ["| lines\(exercise.isText ? "" : " of code") | \(yours) | \(ours) |"]
    do throws(EnvironmentFailure) {
      Console.progress("grading both …")
      let mine = try grader.grade(exercise.starter.absolutePath)
      let reference = try grader.grade(exercise.reference.absolutePath)
      rows.append("| points | \(mine.score) | \(reference.score) |")
      for (left, right) in zip(mine.checks, reference.checks) {
        // What was looked through is the same for both, but for the states that each can be in.
        guard let left = left.states, let right = right.states else { continue }
        rows.append("| states in `\(right.name)` | \(left.count) | \(right.count) |")
      }
    } catch {
      Console.note("truthbook: not compared: \(error)")
    }
    return "\n## Yours beside it\n\n| | yours | the reference |\n|---|---:|---:|\n"
      + rows.joined(separator: "\n") + "\n"
  }

  /// The lines that hold more than a comment.
  private static func lines(of source: String, comment: String) -> Int {
    source.split(whereSeparator: \.isNewline).count { line in
      let text = line.drop { $0 == " " || $0 == "\t" }
      return !text.isEmpty && !text.hasPrefix(comment)
    }
  }
}

extension CheckReport {
  /// How many states a search went through; nil for a check of another kind.
  fileprivate var states: (name: String, count: Int)? {
    switch strength {
    case .exhaustive(let states, _, _), .searched(let states, _, _, _),
      .searchedWithout(_, let states, _, _):
      (check.name, states)
    case .examples, .cases, .schedules, nil: nil
    }
  }
}
