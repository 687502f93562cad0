import ArgumentParser
import Book
import Checking
import Curriculum
import Dispatch
import Errata
import Execution
import Grading
import Markdown
import Quizzes
import Synchronization

/// `truthbook verify`: what an author has to know before a learner does.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "For authors: check every exercise and chapter.",
    discussion: """
      Starters must compile and fail, references and alternatives must pass, every mutant must fail \
      the checks its first line names, every check must have a mutant, and every section a check or \
      chapter points to must exist. Points are given to checks that exist. Every row of the documents has \
      one home, every erratum a chapter, every figure, number and quiz of a chapter can be made, and \
      every link leads somewhere.
      """)

  @Argument(
    help: "Only this exercise; all of them, and the chapters, unless given.",
    completion: NameCompletion.exercises)
  var exercise: String?

  @Option(help: "Grade this many submissions at once.")
  var jobs = 2

  func validate() throws {
    guard (1...64).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 64.")
    }
  }

  /// What a submission of ours must come to.
  private enum Expectation {
    case passes
    case fails
    case failsIn([String])
  }

  private struct Trial {
    var exercise: Exercise
    /// What is wrong is said of this file.
    var file: WorkbookFile
    /// What is handed in, where it is not that file.
    var sources: [SourceFile]?
    var expectation: Expectation
  }

  func run() throws {
    let workbook = try Workbook(isAuthors: true)
    var faults: [String] = []
    var trials: [Trial] = []
    do throws(CurriculumError) {
      var ids = try workbook.curriculum.exerciseIDs()
      if let exercise { ids = [exercise] }
      let diagnostics =
        exercise.map { workbook.curriculum.diagnostics(forExercise: $0) }
        ?? workbook.curriculum.diagnostics()
      faults += diagnostics.map(\.description)
      if exercise == nil {
        faults += try Book(workbook.curriculum).faults().map(\.description)
        faults += try quizFaults(of: workbook.curriculum).map(\.description)
      }
      for id in ids {
        do throws(CurriculumError) {
          let exercise = try workbook.curriculum.exercise(id)
          guard workbook.hasSuite(of: exercise) else {
            faults.append(
              "Sources/\(exercise.isText ? "InverseSuites" : "HiddenSuites")/Registry.swift: error: this program knows no suite of '\(id)'; "
                + "add it there, and build again")
            continue
          }
          trials += try self.trials(of: exercise)
        } catch  where exercise == nil {
          // It keeps no other exercise from being graded. Most of it has been told above.
          faults += error.diagnostics.map(\.description).filter { !faults.contains($0) }
        }
      }
    } catch {
      throw Fault.usage(error.description)
    }
    faults += try unguardedChecks(trials, workbook)
    faults += try unhelpedChecks(trials, workbook)
    faults += try brokenReferences(workbook)
    faults += try perform(trials, workbook)
    Console.clearProgress()
    for fault in faults { try Console.print(fault) }
    try Console.print(
      faults.isEmpty
        ? "All well: \(trials.count) submissions came to what they must."
        : "\(faults.count) faults, \(trials.count) submissions graded.")
    if !faults.isEmpty { throw ExitCode.checkFailed }
  }

  private func trials(of exercise: Exercise) throws(CurriculumError) -> [Trial] {
    var trials = [
      Trial(exercise: exercise, file: exercise.pristine, expectation: .fails),
      Trial(exercise: exercise, file: exercise.reference, expectation: .passes),
    ]
    trials += try exercise.alternatives().map {
      Trial(exercise: exercise, file: $0, expectation: .passes)
    }
    trials += try exercise.mutants().map {
      Trial(
        exercise: exercise, file: $0.file,
        sources: $0.sources.map { SourceFile(name: $0.name, bytes: Array($0.text.utf8)) },
        expectation: .failsIn($0.failingChecks + errataChecks(of: $0.file)))
    }
    return trials
  }

  /// The checks that are said to find errata in this submission.
  private func errataChecks(of file: WorkbookFile) -> [String] {
    Erratum.all.compactMap(\.printedSubmission).filter { $0.path == file.path }.flatMap(\.checks)
  }

  /// Grades every submission, several at a time.
  private func perform(_ trials: [Trial], _ workbook: Workbook) throws -> [String] {
    let exercises = Dictionary(trials.map { ($0.exercise.id, $0.exercise) }) { first, _ in first }
    let graders = try exercises.mapValues { try workbook.grader(of: $0) }
    let outcomes = Mutex<[[String]]>(Array(repeating: [], count: trials.count))
    let done = Atomic<Int>(0)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, max(1, trials.count))) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < trials.count else { return }
        let trial = trials[index]
        let faults =
          graders[trial.exercise.id].map { judge(trial, with: $0) } ?? ["\(trial.file): no grader"]
        outcomes.withLock { $0[index] = faults }
        let finished = done.add(1, ordering: .relaxed).newValue
        Console.progress("\(finished)/\(trials.count) \(trial.file) …")
      }
    }
    return outcomes.withLock { $0.flatMap { $0 } }
  }

  private func judge(_ trial: Trial, with grader: Grader) -> [String] {
    do throws(EnvironmentFailure) {
      guard let sources = trial.sources, case .failsIn(let names) = trial.expectation else {
        return faults(of: trial, in: try grader.grade(trial.file.absolutePath))
      }
      // The checks that must fail are asked first, and mostly that is all. What shows only beside other
      // questions is found when everything is asked.
      if faults(of: trial, in: try grader.grade(sources, only: Set(names))).isEmpty { return [] }
      return faults(of: trial, in: try grader.grade(sources))
    } catch {
      return ["\(trial.file): \(error)"]
    }
  }

  /// Where a report is not what it must be.
  private func faults(of trial: Trial, in report: Report) -> [String] {
    if [.doesNotCompile, .compilerLimit, .refused, .ungraded].contains(report.outcome) {
      let why = report.diagnostics.first?.message ?? report.message ?? ""
      return ["\(trial.file): error: does not compile: \(why)"]
    }
    let failed = report.checks.filter { $0.status == .fail || $0.status == .error }
    switch trial.expectation {
    case .passes:
      return report.checks.filter { $0.status != .pass }.map {
        "\(trial.file): error: a right answer does not pass \($0.check.name): \($0.message ?? "")"
      }
    case .fails:
      return failed.isEmpty ? ["\(trial.file): error: the starter passes"] : []
    case .failsIn(let names):
      return names.filter { name in !failed.contains { $0.check.name == name } }.map {
        "\(trial.file):1:1: error: is not caught by \($0), but by "
          + (failed.isEmpty ? "nothing" : failed.map(\.check.name).joined(separator: ", "))
      }
    }
  }

  /// The exercises that submissions are of, in their order.
  private func exercises(of trials: [Trial]) -> [Exercise] {
    var exercises: [Exercise] = []
    for trial in trials where !exercises.contains(trial.exercise) {
      exercises.append(trial.exercise)
    }
    return exercises
  }

  /// Checks that no mutant names: nobody knows whether they can fail.
  private func unguardedChecks(_ trials: [Trial], _ workbook: Workbook) throws(Fault) -> [String] {
    var named: [String: Set<String>] = [:]
    for trial in trials {
      if case .failsIn(let names) = trial.expectation {
        named[trial.exercise.id, default: []].formUnion(names)
      }
    }
    var faults: [String] = []
    for exercise in exercises(of: trials) {
      let suite = try workbook.suite(of: exercise)
      let names = named[exercise.id, default: []]
      faults += suite.checks.filter { !names.contains($0.name) }.map {
        "Solutions/Mutants/\(exercise.id): error: no mutant names the check \($0.name)"
      }
      faults += names.subtracting(suite.checks.map(\.name)).sorted().map {
        "Solutions/Mutants/\(exercise.id): error: the suite has no check \($0)"
      }
      faults += exercise.points.keys.filter { name in !suite.checks.contains { $0.name == name } }
        .sorted().map {
          "\(exercise.task): error: 'points' names the check '\($0)', which the suite does not have"
        }
    }
    return faults
  }

  /// Checks that too few hints help with, or that no hint is about. What the kit's contract asks of every
  /// type alike needs no hint of its own.
  private func unhelpedChecks(_ trials: [Trial], _ workbook: Workbook) throws(Fault) -> [String] {
    var faults: [String] = []
    for exercise in exercises(of: trials) {
      let hints: [Hint]
      do throws(CurriculumError) {
        hints = try exercise.hints()
      } catch {
        // Told among the diagnostics.
        continue
      }
      let place = "Exercises/\(exercise.id)/hints.md: error:"
      let checks = try workbook.suite(of: exercise).checks
      let fewest = Curriculum.fewestHintsForACheck(of: exercise)
      for check in checks where check.source != Check.contract {
        let count = hints.count { $0.helps(with: check.name) }
        if count < fewest {
          faults.append(
            "\(place) \(count) of at least \(fewest) hints help with the check \(check.name)")
        }
        if !hints.contains(where: { $0.checks.contains(check.name) }) {
          faults.append("\(place) no hint is for the check \(check.name); name it after 'for:'")
        }
      }
      for name in Set(hints.flatMap(\.checks)).subtracting(checks.map(\.name)).sorted() {
        faults.append("\(place) the suite has no check \(name)")
      }
    }
    return faults
  }

  /// Sections that checks and exercises point to and that do not exist.
  private func brokenReferences(_ workbook: Workbook) throws(Fault) -> [String] {
    var anchors: [String: Set<String>] = [:]
    var unreadable: [String] = []
    var exercises: [Exercise] = []
    do throws(CurriculumError) {
      let chapters = try workbook.curriculum.chapters()
      unreadable = chapters.unreadable
      for chapter in chapters.items {
        let document = Document(parsing: try chapter.file.bytes())
        anchors[chapter.id] = Set(document.sections.map(\.anchor))
      }
      exercises = try workbook.curriculum.exercises().items
    } catch {
      throw .environment(error.description)
    }
    var faults: [String] = []
    for exercise in exercises where workbook.hasSuite(of: exercise) {
      var references = [(exercise.task.path, exercise.chapter.description)]
      references += try workbook.suite(of: exercise).checks.map {
        ("the check \($0.name) of \(exercise.id)", $0.chapter)
      }
      for (place, text) in references {
        let reference = SectionReference(text)
        if unreadable.contains(reference.chapter) { continue }
        guard let found = anchors[reference.chapter] else {
          faults.append("\(place): error: there is no chapter '\(reference.chapter)'")
          continue
        }
        if let section = reference.section, !found.contains(section) {
          faults.append("\(place): error: \(reference.chapter) has no section '\(section)'")
        }
      }
    }
    return faults
  }
}
