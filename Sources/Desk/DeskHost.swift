public import Grading
public import Screen

/// What a desk needs of the workbook it stands in.
public protocol DeskHost {
  /// All exercises, in order.
  func entries() -> [ExerciseEntry]

  /// What is worked on for an exercise.
  func place(_ id: String) throws(Unreadable) -> WorkPlace

  /// How the learner's files of an exercise are now.
  func files(of id: String) -> LearnerFiles

  /// A text, opened.
  func room(
    _ text: DeskRoom.Text, of id: String, size: ScreenSize
  ) throws(Unreadable) -> ReadingRoom

  /// Keeps what a grading of the learner's own files found.
  /// - Returns: what is to be said of that: why it could not be kept, or that a question is due again; nil for
  ///   nothing.
  func record(_ report: Report, of id: String) -> String?

  /// Keeps the place a text is left at.
  /// - Returns: why it could not be kept; nil when it was.
  func remember(_ reference: String, _ place: Place) -> String?

  /// Keeps a copy of the learner's files and puts the first versions in their place.
  /// - Returns: what is to be said of it.
  func reset(_ id: String) throws(Unreadable) -> String

  /// What to start so that the learner can edit; throws when no editor is known.
  func editor(of id: String, file: String?, line: Int?) throws(Unreadable) -> [String]

  /// What to start so that a run of an exercise is stepped: the one that breaks something, or an empty one.
  func stepper(of id: String, _ report: Report?) throws(Unreadable) -> [String]

  /// What to start so that a chapter's questions are asked.
  func quiz(_ chapter: String) -> [String]
}

/// What is worked on for an exercise: where it lies, and what grades it.
public struct WorkPlace: Sendable {
  /// The exercise as the desk shows it.
  public var exercise: DeskExercise
  /// The folder that is watched.
  public var folder: String
  /// The files in it that are watched.
  public var names: FileWatcher.Names
  /// What is graded.
  public var path: String
  /// What grades it.
  public var grader: Grader

  /// Describes a place.
  public init(
    exercise: DeskExercise, folder: String, names: FileWatcher.Names, path: String, grader: Grader
  ) {
    self.exercise = exercise
    self.folder = folder
    self.names = names
    self.path = path
    self.grader = grader
  }
}
