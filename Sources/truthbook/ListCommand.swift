import ArgumentParser
import Curriculum
import FoundationEssentials
import Terminal

/// `truthbook list`: chapters, exercises and progress.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List chapters and exercises, with your progress.",
    discussion: """
      With --track, what to read and write in an evening, a weekend or ten weeks, in order.
      """)

  @Argument(help: "Only lines that say all of these: words, or a state such as \"not begun\".")
  var words: [String] = []

  @Option(help: "Show a track through the book: evening, weekend or course.")
  var track: String?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var look: LookOptions

  fileprivate struct Listing: Encodable {
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
      /// True for one of a few minutes, which belongs to a section.
      var small: Bool
      var chapter: String
      var file: String
      var status: String
      /// How often it was tested, and how many of its hints were seen.
      var attempts: Int
      var hints: Int
      /// When it was passed first, in seconds since 1970; absent before.
      var passedAt: Int?
      /// Exercises to have done before.
      var needs: [String]
    }

    struct TrackLine: Encodable {
      struct StageLine: Encodable {
        var title: String
        var steps: [String]
      }

      var name: String
      var title: String
      var stages: [StageLine]
    }

    var chapters: [ChapterLine]
    var exercises: [ExerciseLine]
    var tracks: [TrackLine]
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
      let path = workbook.curriculum.learningPath(adding: &faults)
      listing = Listing(
        chapters: chapters.items.map { line(for: $0, progress, &faults) },
        exercises: exercises.items.compactMap { line(for: $0, path, progress, &faults) },
        tracks: path.tracks.map(Listing.TrackLine.init))
    } catch {
      throw Fault.environment(error.description)
    }
    if let track {
      try printText(try chosen(track, of: listing), of: listing)
    } else {
      try json ? printJSON(listing) : printText(listing)
    }
    try Fault.check(faults)
  }

  func validate() throws {
    if json, track != nil || !words.isEmpty {
      throw ValidationError("--json holds everything; leave --track and words out.")
    }
  }

  private func chosen(_ name: String, of listing: Listing) throws(Fault) -> Listing.TrackLine {
    if let track = listing.tracks.first(where: { $0.name == name }) { return track }
    throw .usage(
      "there is no track '\(name)'; \(suggestion(for: name, among: listing.tracks.map(\.name)))")
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
    for exercise: Exercise, _ path: LearningPath, _ progress: Progress,
    _ faults: inout [Diagnostic]
  ) -> Listing.ExerciseLine? {
    do throws(CurriculumError) {
      return .init(
        id: exercise.id, title: exercise.title, level: exercise.level, small: exercise.isSmall,
        chapter: exercise.chapter.description, file: exercise.starter.path,
        status: try status(of: exercise, progress), attempts: progress.attempts(at: exercise.id),
        hints: progress.hintsSeen(of: exercise.id).count,
        passedAt: progress.passTime(of: exercise.id),
        needs: path.prerequisites[exercise.id] ?? [])
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

  private typealias Entry = (name: String, mark: String, text: String)

  private func entries(ofChapters listing: Listing) -> [Entry] {
    listing.chapters.map { chapter in
      (
        name: chapter.id, mark: chapter.opened ? begun : " ",
        text: "\(chapter.title) (\(chapter.minutes) min, level \(chapter.level))"
          + (chapter.right > 0 ? ", quiz \(chapter.right) of \(chapter.questions)" : "")
      )
    }
  }

  private func entries(
    of exercises: [Listing.ExerciseLine]
  ) -> [Entry] {
    exercises.map { exercise in
      let mark =
        switch exercise.status {
        case "passed": look.plain ? "x" : "✓"
        case "begun": begun
        default: " "
        }
      return (
        name: exercise.id, mark: mark,
        text: exercise.small
          ? "\(exercise.title) (\(exercise.chapter.prefix { $0 != "#" }))"
          : "\(exercise.title) (level \(exercise.level)"
            + (exercise.needs.isEmpty ? ")" : ", after \(exercise.needs.joined(separator: ", ")))")
            + ", \(exercise.status)"
      )
    }
  }

  private func printText(_ listing: Listing) throws(Fault) {
    try print(heading: "Chapters", entries(ofChapters: listing))
    try print(heading: "\nExercises", entries(of: listing.exercises.filter { !$0.small }))
    let small = listing.exercises.filter(\.small)
    if !small.isEmpty {
      try print(heading: "\nSmall exercises", entries(of: small))
    }
    if !listing.tracks.isEmpty {
      try print(
        heading: "\nTracks (--track)",
        listing.tracks.map { ($0.name, " ", $0.title) })
    }
    let all =
      entries(ofChapters: listing) + entries(of: listing.exercises)
      + listing.tracks.map { ($0.name, " ", $0.title) }
    if !all.contains(where: isWanted) {
      throw .usage("no line of the list says \(words.map { "'\($0)'" }.joined(separator: " and "))")
    }
  }

  /// Whether a line says all words that were asked for.
  private func isWanted(_ entry: Entry) -> Bool {
    let text = (entry.name + " " + entry.text).lowercased()
    return words.allSatisfy { text.contains($0.lowercased()) }
  }

  private func printText(_ track: Listing.TrackLine, of listing: Listing) throws(Fault) {
    let all = entries(ofChapters: listing) + entries(of: listing.exercises)
    for (place, stage) in track.stages.enumerated() {
      try print(
        heading: (place == 0 ? "" : "\n") + stage.title,
        stage.steps.compactMap { step in all.first { $0.name == step } })
    }
  }

  private var begun: String { look.plain ? "-" : "…" }

  private func print(
    heading: String, _ entries: [Entry]
  ) throws(Fault) {
    let lines = entries.filter(isWanted)
    if lines.isEmpty, !words.isEmpty { return }
    try Console.print(Style(nil, .bold).applied(to: heading, in: look.mode))
    let list = NameList(
      lines.map { (name: "  \($0.mark) \($0.name)", number: "", text: $0.text) })
    for line in list.lines(width: look.columns) { try Console.print(line) }
  }
}

extension ListCommand.Listing.TrackLine {
  fileprivate init(_ track: LearningPath.Track) {
    self.init(
      name: track.name, title: track.title,
      stages: track.stages.map { StageLine(title: $0.title, steps: $0.steps) })
  }
}
