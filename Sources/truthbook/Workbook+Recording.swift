import Checking
import Curriculum
import FoundationEssentials
import Glibc
import Grading
import Screen

extension Workbook {
  /// Notes in the learner's progress what grading their own files found. A report that says nothing of them
  /// is no progress, but they are what is being worked on.
  /// - Returns: why it could not be noted; nil when it was. A verdict is worth more than a record of it.
  func record(_ report: Report, of exercise: String) -> String? {
    let machine: String
    do throws(FileFailure) {
      machine = try progress.machine()
    } catch {
      return "your progress was not recorded: \(error.description)"
    }
    let questions = questions(for: report)
    return noting { progress in
      progress.workOn(exercise)
      progress.attempt(exercise, on: machine)
      if report.outcome == .passed { progress.pass(exercise, at: time(nil)) }
      if let failure = report.firstFailure {
        progress.fail(exercise, in: failure.check.name)
        progress.reopen(questions, on: CalendarDay.today.number)
      }
    }
  }

  /// The questions of the section that teaches the check which failed; none for a quiz with faults, which are
  /// told where it is asked.
  private func questions(for report: Report) -> [String] {
    guard let check = report.firstFailure?.check else { return [] }
    let place = SectionReference(check.chapter)
    do throws(CurriculumError) {
      return try curriculum.chapter(place.chapter).quiz().filter { $0.section == place.section }
        .map(\.id)
    } catch {
      return []
    }
  }

  /// The command that asks what the first check to fail is about, where a question about it is due.
  func reviewCommand(for report: Report) -> String? {
    guard let check = report.firstFailure?.check else { return nil }
    let questions = questions(for: report)
    do throws(Fault) {
      let due = try loadProgress().dueQuestions(on: CalendarDay.today.number)
      return due.contains(where: questions.contains)
        ? "truthbook quiz \(check.chapter) --review" : nil
    } catch {
      // Who has noted the report has said why.
      return nil
    }
  }

  /// How many questions are due, and the command that asks them; nil when none are.
  func due(_ progress: Progress, on day: CalendarDay) -> String? {
    let count = progress.dueQuestions(on: day.number).count
    return count == 0
      ? nil : "\(count) question\(count == 1 ? " is" : "s are") due again: truthbook quiz --review"
  }

  /// Keeps the place a text is left at.
  /// - Returns: why it could not be kept; nil when it was, or when the text is none that has a place.
  func remember(_ reference: String, _ place: Place) -> String? {
    guard !WorkbookShelf.isPassing(reference) else { return nil }
    do throws(ProgressError) {
      try progress.update {
        $0.read(reference, to: ReadingPlace(section: place.section, letters: place.letters))
      }
      return nil
    } catch {
      return "your place was not kept: \(error.description)"
    }
  }

  /// The exercise to work on where none is named: the one worked on last, unless it is passed and another
  /// is open, or else the next.
  func currentExercise() throws(Fault) -> Exercise {
    let progress = try loadProgress()
    let exercises: [Exercise]
    let path: LearningPath
    do throws(CurriculumError) {
      exercises = try curriculum.exercises().items
      path = try curriculum.learningPath()
    } catch {
      throw .environment(error.description)
    }
    let last = exercises.first { $0.id == progress.lastExercise }
    if let last, !progress.passed.contains(last.id) { return last }
    if let next = path.next(of: exercises, passed: progress.passed) ?? last ?? exercises.first {
      return next
    }
    throw .environment("there are no exercises in \(curriculum.root)/Exercises")
  }
}

extension Workbook {
  /// Saves the run of a report's first failure, so that it can be stepped.
  /// - Returns: the file, below the learner's folder.
  /// - Throws: `Fault` when there is no such run, or it cannot be written.
  func saveReplay(of report: Report, path: String) throws(Fault) -> String {
    guard let failure = report.firstFailure, let schedule = failure.counterexample?.schedule else {
      throw .usage("no run shows what failed")
    }
    let replay = ReplayFile(
      exercise: report.exercise, suiteVersion: report.suiteVersion, submission: path,
      schedule: schedule)
    return try saveReplay(replay, as: "\(report.exercise)-\(failure.check.name)")
  }

  /// Saves a run under a name.
  func saveReplay(_ replay: ReplayFile, as name: String) throws(Fault) -> String {
    let root = curriculum.learnerRoot
    let file = ".truthbook/replays/\(name).json"
    do {
      try makeFolder(root + "/.truthbook")
      try makeFolder(root + "/.truthbook/replays")
      try replaceFile(root + "/" + file, with: Array(replay.json()))
    } catch {
      throw .environment("the run was not saved: \(error)")
    }
    return file
  }
}
