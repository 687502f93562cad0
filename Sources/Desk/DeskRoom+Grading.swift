import Checking
import Grading

extension DeskRoom {
  /// A save ends the grading that goes on, since what it grades is no more.
  mutating func save(_ files: LearnerFiles) -> [Effect] {
    self.files = files
    work = nil
    guard files == .edited else {
      verdict = nil
      layOut()
      return [.stopChecking]
    }
    return check(only: nil)
  }

  /// Begins to check everything, or one check.
  mutating func check(only name: String?) -> [Effect] {
    guard files == .edited else {
      message =
        files == .untouched
        ? "there is nothing to check before you have changed \(exercise.path)"
        : "there is nothing to check"
      return []
    }
    work = Work(only: name)
    layOut()
    return [.check(only: name)]
  }

  mutating func take(_ event: LiveGrading.Event) -> [Effect] {
    guard var work else { return [] }
    switch event {
    case .progress(let progress):
      work.progress = progress
      self.work = work
      return []
    case .decided(let checks):
      work.decided += checks
      self.work = work
      layOut()
      return []
    case .finished(let report):
      return finish(.report(report, only: work.only))
    case .failed(let why):
      return finish(.trouble(why))
    }
  }

  private mutating func finish(_ result: DeskVerdict.Result) -> [Effect] {
    work = nil
    let verdict = DeskVerdict(result: result, time: now)
    self.verdict = verdict
    if verdict.isPass, let index = exercises.firstIndex(where: { $0.id == exercise.id }) {
      exercises[index].isPassed = true
    }
    layOut()
    // Who is reading hears of it there.
    if case .reading = overlay { say(verdict.headline.text + "; q goes back to the desk") }
    guard case .report(let report, only: nil) = result else { return [] }
    return [.record(report)]
  }

  // MARK: What is known of checks

  /// What is known of a check: of the grading that goes on first.
  func known(_ name: String) -> CheckReport? {
    if let work, work.only == nil { return work.decided.first { $0.check.name == name } }
    let now = work?.decided.first { $0.check.name == name }
    return now ?? verdict?.report?.checks.first { $0.check.name == name }
  }

  /// The sign for what has become of a check.
  func mark(of name: String) -> CheckMark {
    if let known = known(name) { return CheckMark(known.status) }
    if case .checking(name, _, _) = work?.progress { return .running }
    return .unknown
  }

  /// The first check that says something against the submission, as far as is known now.
  var firstFailure: CheckReport? {
    switch bodyContent {
    case .failure(let failure): failure
    case .verdict(let verdict): verdict.report?.firstFailure
    default: nil
    }
  }

  /// The exercise that follows this one and is not passed: the next in the list whose needs are met.
  var nextExercise: ExerciseEntry? {
    let start = exercises.firstIndex { $0.id == exercise.id } ?? exercises.startIndex
    let others = (exercises[start...].dropFirst() + exercises[..<start]).filter { !$0.isPassed }
    let passed = Set(exercises.filter { $0.isPassed || $0.id == exercise.id }.map(\.id))
    return others.first { $0.needs.allSatisfy(passed.contains) } ?? others.first
  }
}
