public import Checking

/// An exercise as it lies on the desk.
public struct DeskExercise: Hashable, Sendable {
  /// Its name.
  public var id: String
  /// Its title.
  public var title: String
  /// What the learner edits, as they would type it.
  public var path: String
  /// The section that teaches it, as `chapter#section`.
  public var chapter: String
  /// What its suite looks at, in order.
  public var checks: [Check]

  /// Describes an exercise.
  public init(id: String, title: String, path: String, chapter: String, checks: [Check]) {
    self.id = id
    self.title = title
    self.path = path
    self.chapter = chapter
    self.checks = checks
  }
}

/// An exercise in the list of all.
public struct ExerciseEntry: Hashable, Sendable {
  /// Its name.
  public var id: String
  /// Its title.
  public var title: String
  /// Whether it has ever passed.
  public var isPassed: Bool
  /// The exercises that are better done before.
  public var needs: [String]

  /// Describes an exercise.
  public init(id: String, title: String, isPassed: Bool, needs: [String] = []) {
    self.id = id
    self.title = title
    self.isPassed = isPassed
    self.needs = needs
  }
}

/// What is known of the files a learner edits without looking closely.
public enum LearnerFiles: Hashable, Sendable {
  /// As they were handed out.
  case untouched
  /// Changed, or such that only grading can say what is wrong with them.
  case edited
  /// These are not there, as the learner would type them.
  case missing([String])
}
