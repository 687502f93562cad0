import Checking
import Curriculum
import Execution
import Grading
import HiddenSuites
import InverseSuites

/// The workbook a command works in: its chapters and exercises, and the learner's progress.
struct Workbook {
  let curriculum: Curriculum
  let progress: ProgressFile

  /// Finds the workbook, and the workspace that the command is run in, if it is run in one.
  /// - Parameter isAuthors: true for a command on the book itself, wherever it is run.
  init(isAuthors: Bool = false) throws(Fault) {
    do {
      let workspace = isAuthors ? nil : try Workspace.find()
      curriculum = Curriculum(root: try WorkbookRoot.find(), workspace: workspace)
      progress = ProgressFile(root: curriculum.learnerRoot)
    } catch {
      throw .environment("\(error)")
    }
  }

  /// An exercise.
  /// - Parameter name: its name, or a path to its folder or to something in that.
  func exercise(_ name: String) throws(Fault) -> Exercise {
    do throws(CurriculumError) {
      return try curriculum.exercise(id(at: name) ?? name)
    } catch {
      throw .usage(error.description)
    }
  }

  /// The name of the exercise that lies at a path; nil when it is no path into the workbook's exercises.
  private func id(at path: String) -> String? {
    guard path.contains("/") || path.contains("."), let place = RelativePath.resolved(path),
      let exercises = RelativePath.resolved(curriculum.learnerRoot + "/Exercises"),
      place.hasPrefix(exercises + "/")
    else { return nil }
    return place.dropFirst(exercises.count + 1).split(separator: "/").first.map(String.init)
  }

  /// Whether this program was built with an exercise's hidden suite.
  func hasSuite(of exercise: Exercise) -> Bool {
    exercise.isText ? textSuite(for: exercise.id) != nil : suiteMaker(for: exercise.id) != nil
  }

  private static func suite(for exercise: Exercise) -> (any ExerciseSuite)? {
    exercise.isText ? textSuite(for: exercise.id) : HiddenSuites.suite(for: exercise.id)
  }

  /// The hidden tests of an exercise.
  func suite(of exercise: Exercise) throws(Fault) -> any ExerciseSuite {
    guard let suite = Self.suite(for: exercise) else {
      throw .environment("the exercise '\(exercise.id)' has no hidden suite")
    }
    return suite
  }

  /// What grades an exercise's submissions.
  func grader(of exercise: Exercise, limits: WorkerLimits = WorkerLimits()) throws(Fault) -> Grader
  {
    if let suite = exercise.isText ? textSuite(for: exercise.id) : nil {
      return Grader(suite, fileName: exercise.fileNames[0], points: exercise.points)
    }
    guard let makeSuite = suiteMaker(for: exercise.id) else {
      throw .environment("the exercise '\(exercise.id)' has no hidden suite")
    }
    return Grader(
      makeSuite(), interface: interface(of: exercise), limits: limits,
      points: exercise.points)
  }

  /// What an exercise's submissions declare.
  private func interface(of exercise: Exercise) -> SubjectInterface {
    func interface(_ type: LearnerType, _ others: [SubjectInterface] = []) -> SubjectInterface {
      SubjectInterface(
        type: type.expression, conformance: type.protocolExpression, others: others)
    }
    return interface(exercise.types[0], exercise.types.dropFirst().map { interface($0) })
  }

  /// What the learner has done so far.
  func loadProgress() throws(Fault) -> Progress {
    do throws(ProgressError) {
      return try progress.load()
    } catch {
      throw .environment(error.description)
    }
  }

  /// The exercise to do next; nil when all are passed, and when that cannot be told, which is said.
  func nextExercise() -> Exercise? {
    do {
      return try curriculum.learningPath().next(
        of: try curriculum.exercises().items, passed: try loadProgress().passed)
    } catch {
      Console.note("truthbook: what is next cannot be told: \(error)")
      return nil
    }
  }

  /// Changes what is known of the learner's progress.
  ///
  /// A verdict is worth more than a record of it: when the record cannot be kept, that is said and the
  /// command goes on.
  func updateProgress(_ change: (inout Progress) -> Void) {
    if let problem = noting(change) { Console.note("truthbook: " + problem) }
  }

  /// Changes what is known of the learner's progress.
  /// - Returns: why it could not be recorded; nil when it was.
  func noting(_ change: (inout Progress) -> Void) -> String? {
    do throws(ProgressError) {
      try progress.update(change)
      return nil
    } catch {
      return "your progress was not recorded: \(error.description)"
    }
  }
}
