import Checking
import Wire

/// Some of a suite's checks, all asked in one way: of functions, or of replicas.
protocol SuitePart: Sendable {
  /// The part's checks in the order they run.
  func stages(for key: InputKey) -> [Stage]

  /// Puts one of the values that are asked into slot 0.
  /// - Returns: false where none says whether the learner's type is a class.
  func makesValue(in program: inout Program) -> Bool

  /// Asks some of the part's questions twice, where not every answer is laid down.
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

extension SuitePart {
  func makesValue(in program: inout Program) -> Bool { false }

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict { .passed(.cases(0)) }

  /// What a check comes to in which a submission has stopped; it is started afresh for the next one.
  func stopped(_ stop: Stop, _ subject: any Subject) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    return .stopped(stop, nil)
  }
}

/// A suite that is put together of parts, and asks all of them twice at its end.
struct ComposedSuite: Suite {
  let exercise: String
  let version: Int
  let repeatability: Check
  let mayReadClock: Bool
  let asksTwice: Bool
  let parts: [any SuitePart]

  /// Puts a suite together.
  /// - Parameters:
  ///   - repeatability: the check that what is asked twice is answered alike.
  ///   - mayReadClock: see `Suite.mayReadClock`.
  ///   - asksTwice: false where that every answer is laid down leaves nothing to find by asking again; whoever
  ///     runs the suite compares two runs all the same.
  init(
    exercise: String, version: Int, repeatability: Check, mayReadClock: Bool = false,
    asksTwice: Bool = true, parts: [any SuitePart]
  ) {
    self.exercise = exercise
    self.version = version
    self.repeatability = repeatability
    self.mayReadClock = mayReadClock
    self.asksTwice = asksTwice
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
    let shared = SharedType { program in
      parts.contains { $0.makesValue(in: &program) }
    }
    let stages = Self.joined(parts.flatMap { $0.stages(for: inputs) }).map(shared.named)
    return asksTwice ? stages + [repetitions] : stages
  }

  /// Where several parts ask about one check, all of them must find it kept.
  private static func joined(_ stages: [Stage]) -> [Stage] {
    var joined: [Stage] = []
    for stage in stages {
      guard let place = joined.firstIndex(where: { $0.checks == stage.checks }) else {
        joined.append(stage)
        continue
      }
      let first = joined[place]
      let prepare: @Sendable () -> Void = {
        first.prepare()
        stage.prepare()
      }
      joined[place] = Stage(checks: stage.checks, prepare: prepare) { (subject) throws(Stop) in
        let verdicts = try first.run(subject)
        guard verdicts.allSatisfy(\.isPassed) else { return verdicts }
        let others = try stage.run(subject)
        return others.allSatisfy(\.isPassed) ? verdicts : others
      }
    }
    return joined
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
