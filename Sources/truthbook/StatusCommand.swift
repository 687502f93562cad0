import ArgumentParser
import Curriculum
import Terminal

/// `truthbook status`, and bare `truthbook` in a pipe: where you are and what to do next.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show where you are and what to do next (the default in a pipe).")

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let progress = try workbook.loadProgress()
    try Console.print(
      Style(nil, .bold).applied(
        to: TextWrap.lines(
          of: "Truthbook: how machines agree on what is true", width: look.columns
        ).joined(separator: "\n"), in: look.mode))
    let lines: [String]
    var faults: [Diagnostic] = []
    do throws(CurriculumError) {
      let exercises = try workbook.curriculum.exercises()
      faults = exercises.faults
      let path = workbook.curriculum.learningPath(adding: &faults)
      lines = try self.lines(exercises.items, path, progress, in: workbook)
    } catch {
      throw Fault.environment(error.description)
    }
    for line in lines {
      let indent = line.prefix { $0 == " " }
      let wrapped = TextWrap.lines(
        of: String(line.dropFirst(indent.count)), width: look.columns, firstIndent: String(indent),
        hangingIndent: indent + "  ")
      try Console.print(wrapped.joined(separator: "\n"))
    }
    try Fault.check(faults)
  }

  private func lines(
    _ exercises: [Exercise], _ path: LearningPath, _ progress: Progress, in workbook: Workbook
  ) throws(CurriculumError) -> [String] {
    let open = exercises.filter { !progress.passed.contains($0.id) }
    func passed(_ isSmall: Bool) -> String {
      let all = exercises.filter { $0.isSmall == isSmall }
      return "\(all.count { progress.passed.contains($0.id) }) of \(all.count)"
    }
    var lines = ["\(passed(false)) exercises and \(passed(true)) small ones passed."]
    lines +=
      reading(progress) + [workbook.due(progress, on: .today).map { $0 + "." }].compactMap(\.self)
      + [""]
    guard
      let next = open.first(where: { $0.id == progress.lastExercise })
        ?? path.next(of: exercises, passed: progress.passed)
    else {
      lines.append("Everything is passed. Read on with `truthbook list`.")
      return lines
    }
    let isBegun = try !next.isUntouched()
    lines.append(
      (isBegun ? "You are at " : "Next: ") + "\(next.title) (\(next.id))"
        + efforts(progress, at: next.id))
    lines += ["", "  read    truthbook read \(next.chapter)"]
    let small = open.filter {
      $0.isSmall && $0.chapter.chapter == next.chapter.chapter && $0 != next
    }
    lines += small.map { "  minutes truthbook test \($0.id)" }
    lines += [
      "  task    truthbook read \(next.id)",
      "  edit    \(next.starter.path)", "  test    truthbook test \(next.id)",
    ]
    if isBegun { lines.append("  hint    truthbook hint \(next.id)") }
    lines += ["", "All chapters and exercises: truthbook list. Everything else: truthbook --help."]
    return lines
  }

  /// How often an exercise was tried, and how many hints were seen.
  private func efforts(_ progress: Progress, at exercise: String) -> String {
    let attempts = progress.attempts(at: exercise)
    let hints = progress.hintsSeen(of: exercise).count
    let parts = [
      attempts > 0 ? "\(attempts) attempt\(attempts == 1 ? "" : "s")" : nil,
      hints > 0 ? "\(hints) hint\(hints == 1 ? "" : "s") seen" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
  }

  /// What was read last and how the quizzes stand; nothing before there is anything to tell.
  private func reading(_ progress: Progress) -> [String] {
    var lines: [String] = []
    if let last = progress.lastRead {
      let section = progress.place(in: last)?.section
      let place = section.map { last + "#" + $0 } ?? last
      lines.append("You read \(place) last; `truthbook read` goes on there.")
    }
    let answers = progress.answers.values
    if !answers.isEmpty {
      let right = answers.count { $0 }
      lines.append(
        "Of \(answers.count) quiz questions asked, \(right) answered rightly: truthbook quiz.")
    }
    return lines
  }
}
