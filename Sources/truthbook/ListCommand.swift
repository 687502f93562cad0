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
    let listing: Listing
    do throws(CurriculumError) {
      listing = Listing(
        chapters: try workbook.curriculum.chapters().map {
          .init(id: $0.id, part: $0.part, title: $0.title, level: $0.level, minutes: $0.minutes)
        },
        exercises: try workbook.curriculum.exercises().map { (exercise) throws(CurriculumError) in
          .init(
            id: exercise.id, title: exercise.title, level: exercise.level,
            chapter: exercise.chapter.description, file: exercise.starter.path,
            status: try status(of: exercise, progress))
        })
    } catch {
      throw Fault.environment(error.description)
    }
    try json ? printJSON(listing) : printText(listing)
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
    let names = listing.chapters.map(\.id) + listing.exercises.map(\.id)
    let column = (names.map(\.count).max() ?? 0) + 2
    func line(_ mark: String, _ id: String, _ text: String) throws(Fault) {
      let gap = String(repeating: " ", count: column - id.count)
      let lines = TextWrap.lines(
        of: text, width: look.columns, firstIndent: "  \(mark) \(id)\(gap)",
        hangingIndent: String(repeating: " ", count: column + 4))
      try Console.print(lines.joined(separator: "\n"))
    }
    func heading(_ text: String) throws(Fault) {
      try Console.print(Style(nil, .bold).applied(to: text, in: look.mode))
    }
    try heading("Chapters")
    for chapter in listing.chapters {
      try line(" ", chapter.id, "\(chapter.title) (\(chapter.minutes) min, level \(chapter.level))")
    }
    try heading("\nExercises")
    for exercise in listing.exercises {
      let mark =
        switch exercise.status {
        case "passed": look.plain ? "x" : "✓"
        case "begun": look.plain ? "-" : "…"
        default: " "
        }
      try line(mark, exercise.id, "\(exercise.title) (level \(exercise.level)), \(exercise.status)")
    }
  }
}
