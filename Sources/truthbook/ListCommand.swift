import ArgumentParser
import Curriculum
import FoundationEssentials
import Terminal

/// `truthbook list`: chapters, exercises and progress.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List chapters and exercises, with your progress.")

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var look: LookOptions

  private struct Listing: Encodable {
    struct ChapterLine: Encodable {
      var id: String
      var part: String
      var title: String
      var level: Int
      var minutes: Int
      /// True when it has been opened on the reader's screen.
      var opened: Bool
      /// The questions of its quiz, and those answered rightly when last asked.
      var questions: Int
      var right: Int
    }

    struct ExerciseLine: Encodable {
      var id: String
      var title: String
      var level: Int
      var chapter: String
      var file: String
      var status: String
    }

    var chapters: [ChapterLine]
    var exercises: [ExerciseLine]
  }

  func run() throws {
    let workbook = try Workbook()
    let progress = try workbook.loadProgress()
    var faults: [Diagnostic] = []
    let listing: Listing
    do throws(CurriculumError) {
      let chapters = try workbook.curriculum.chapters()
      let exercises = try workbook.curriculum.exercises()
      faults = chapters.faults + exercises.faults
      listing = Listing(
        chapters: chapters.items.map { line(for: $0, progress, &faults) },
        exercises: exercises.items.compactMap { line(for: $0, progress, &faults) })
    } catch {
      throw Fault.environment(error.description)
    }
    try json ? printJSON(listing) : printText(listing)
    try Fault.check(faults)
  }

  /// The line of a chapter; one whose quiz is broken has no questions.
  private func line(
    for chapter: Chapter, _ progress: Progress, _ faults: inout [Diagnostic]
  ) -> Listing.ChapterLine {
    var questions: [QuizItem] = []
    do throws(CurriculumError) {
      questions = try chapter.quiz()
    } catch {
      faults += error.diagnostics
    }
    return .init(
      id: chapter.id, part: chapter.part, title: chapter.title, level: chapter.level,
      minutes: chapter.minutes, opened: progress.place(in: chapter.id) != nil,
      questions: questions.count, right: questions.count { progress.answers[$0.id] == true })
  }

  /// The line of an exercise; nil when its files cannot be read.
  private func line(
    for exercise: Exercise, _ progress: Progress, _ faults: inout [Diagnostic]
  ) -> Listing.ExerciseLine? {
    do throws(CurriculumError) {
      return .init(
        id: exercise.id, title: exercise.title, level: exercise.level,
        chapter: exercise.chapter.description, file: exercise.starter.path,
        status: try status(of: exercise, progress))
    } catch {
      faults += error.diagnostics
      return nil
    }
  }

  private func status(
    of exercise: Exercise, _ progress: Progress
  ) throws(CurriculumError) -> String {
    if progress.passed.contains(exercise.id) { return "passed" }
    return try exercise.isUntouched() ? "not begun" : "begun"
  }

  private func printJSON(_ listing: Listing) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try Console.print(String(decoding: try encoder.encode(listing), as: UTF8.self))
  }

  private func printText(_ listing: Listing) throws(Fault) {
    let chapters = listing.chapters.map { chapter in
      (
        name: chapter.id, mark: chapter.opened ? begun : " ",
        text: "\(chapter.title) (\(chapter.minutes) min, level \(chapter.level))"
          + (chapter.right > 0 ? ", quiz \(chapter.right) of \(chapter.questions)" : "")
      )
    }
    let exercises = listing.exercises.map { exercise in
      let mark =
        switch exercise.status {
        case "passed": look.plain ? "x" : "✓"
        case "begun": begun
        default: " "
        }
      return (
        name: exercise.id, mark: mark,
        text: "\(exercise.title) (level \(exercise.level)), \(exercise.status)"
      )
    }
    try print(heading: "Chapters", chapters)
    try print(heading: "\nExercises", exercises)
  }

  private var begun: String { look.plain ? "-" : "…" }

  private func print(
    heading: String, _ lines: [(name: String, mark: String, text: String)]
  ) throws(Fault) {
    try Console.print(Style(nil, .bold).applied(to: heading, in: look.mode))
    let list = NameList(
      lines.map { (name: "  \($0.mark) \($0.name)", number: "", text: $0.text) })
    for line in list.lines(width: look.columns) { try Console.print(line) }
  }
}
