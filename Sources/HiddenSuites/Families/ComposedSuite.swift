import Checking
import Wire

/// Some of a suite's checks, all asked in one way: of functions, or of replicas.
protocol SuitePart: Sendable {
  /// The part's checks in the order they run.
  func stages(for key: InputKey) -> [Stage]

  /// Asks some of the part's questions twice.
  /// - Parameter check: the check whose guarantee is broken when the answers differ.
  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict

  /// Runs one recorded schedule again.
  /// - Parameter check: the check it is of, which may be the suite's own for repetitions.
  /// - Returns: nil when the schedule is not one of the part's.
  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict?
}

/// A suite that is put together of parts, and asks all of them twice at its end.
struct ComposedSuite: Suite {
  let exercise: String
  let version: Int
  let repeatability: Check
  let mayReadClock: Bool
  let parts: [any SuitePart]

  /// Puts a suite together.
  /// - Parameters:
  ///   - repeatability: the check that what is asked twice is answered alike.
  ///   - mayReadClock: see `Suite.mayReadClock`.
  init(
    exercise: String, version: Int, repeatability: Check, mayReadClock: Bool = false,
    parts: [any SuitePart]
  ) {
    self.exercise = exercise
    self.version = version
    self.repeatability = repeatability
    self.mayReadClock = mayReadClock
    self.parts = parts
  }

  func stages(for inputs: InputKey) -> [Stage] {
    let repetitions = Stage(repeatability) { (subject) throws(Stop) in
      var count = 0
      for part in parts {
        let verdict = try part.repetition(repeatability, for: inputs, on: subject)
        guard case .passed(.cases(let more)) = verdict else { return verdict }
        count += more
      }
      return .passed(.cases(count))
    }
    return parts.flatMap { $0.stages(for: inputs) } + [repetitions]
  }

  func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? {
    for part in parts {
      let checks = part.stages(for: .ofOwnCode).flatMap(\.checks) + [repeatability]
      guard let check = checks.first(where: { $0.name == schedule.check }) else { continue }
      if let verdict = try part.replay(schedule, of: check, on: subject) { return verdict }
    }
    return nil
  }
}

/// Where guarantees come from and where they are taught, for the checks that share both.
struct Teaching {
  let source: String
  let chapter: String

  /// - Parameters:
  ///   - source: paper and section.
  ///   - chapter: `chapter#section`.
  init(_ source: String, in chapter: String) {
    self.source = source
    self.chapter = chapter
  }

  /// A check of such a guarantee.
  func check(
    _ name: String, _ guarantee: String, _ kind: Check.Kind, _ points: Int
  ) -> Check {
    Check(
      name: name, guarantee: guarantee, source: source, chapter: chapter, kind: kind,
      points: points)
  }
}

extension Check {
  /// The check that a suite of parts ends with.
  static func answersAlike(
    _ guarantee: String, chapter: String, points: Int
  ) -> Check {
    Check(
      name: "same-questions-same-answers", guarantee: guarantee, source: Check.contract,
      chapter: chapter, kind: .cases, points: points)
  }

  /// That a copy does not change with its original.
  static func copiesApart(_ guarantee: String, chapter: String, points: Int) -> Check {
    Check(
      name: "copies-are-independent", guarantee: guarantee, source: Check.contract,
      chapter: chapter, kind: .examples, points: points)
  }
}
