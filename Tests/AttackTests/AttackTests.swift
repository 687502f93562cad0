import Checking
import ExerciseKit
import Glibc
import HiddenSuites
import Testing
import Wire

@testable import Execution
@testable import Grading

/// Every attack of the catalogue through the whole grader, twice: the verdict is the expected one both
/// times and the reports are the same bytes, nothing of the attack is left, and the next submission is
/// graded as if there had been none. As whoever runs the tests, and when that is root, also as the user
/// root hands submissions to.
@Suite struct `Attacks` {
  private static let users: [SubmissionUser] =
    geteuid() == 0 ? [.unchanged, SubmissionUser(number: 64_998)] : [.unchanged]

  /// The fixtures with orders, compiled once for each user.
  private static let fixtures = Result {
    var fixtures: [Attack.Fixture: [SubmissionUser: Submission]] = [:]
    for fixture in Attack.Fixture.allCases {
      let files = try Intake.take(
        Repository.path("Tests/ExecutionTests/Fixtures/\(fixture.rawValue).swift")
      ).files
      for user in users {
        fixtures[fixture, default: [:]][user] = try Submission.prepare(
          files, Repository.interface, user: user)
      }
    }
    return fixtures
  }

  /// What is compiled for one attack alone is tried as one user.
  private static let trials: [(Attack, SubmissionUser)] =
    users.flatMap { user in Attack.orders.map { ($0, user) } }
    + (Attack.sources + Attack.folders).flatMap { attack in users.suffix(1).map { (attack, $0) } }

  @Test(arguments: trials)
  func `come to the same verdict twice and leave nothing behind`(
    attack: Attack, user: SubmissionUser
  ) throws {
    let canary = try Folder.canary()
    let grade = try grading(of: attack, user, canary)
    let first = try grade()
    #expect(first.verdictWord == attack.verdict, "\(first.firstFailure?.message ?? "")")
    let text = String(decoding: try first.json(), as: UTF8.self)
    #expect(attack.says.isEmpty || text.contains(attack.says.replacing("\\", with: #"\\"#)))

    // Twice as the user that a submission is handed to here.
    if user == Self.users.last {
      let second = try grade()
      #expect(second == first)
      for format in ReportFormat.allCases {
        let bytes = try format.render(first, Self.setting.get())
        #expect(try format.render(second, Self.setting.get()) == bytes, "\(format)")
        #expect(Self.controls(in: bytes) == [], "\(format)")
      }
    }

    #expect(!first.printed.contains("WORKED"), "\(first.printed)")
    #expect(!text.contains(AttackSuite.secret) || first.outcome != .passed)
    #expect(canary.isUntouched)
    #expect(Processes.ofVanishedSubmissions() == [])
    let next = try #require(try Self.fixtures.get()[.attacks]?[user])
    #expect(try grader(for: "honest").grade(next).outcome == .passed)
  }

  @Test func `what a submission tells of its questions reaches nobody from whom they are hidden`()
    throws
  {
    let submission = try #require(try Self.fixtures.get()[.attacks]?[.unchanged])
    let report = try grader(for: "tell overheard").grade(submission)
    #expect(report.printed == "overheard\n")
    for feedback in [Feedback.hint, .verdict] {
      for format in ReportFormat.allCases {
        let bytes = try format.render(report.reduced(to: feedback), Self.setting.get())
        #expect(!String(decoding: bytes, as: UTF8.self).contains("overheard"))
      }
    }
  }

  @Test func `a crash that comes to no end leaves what was printed before it, once`() throws {
    let submission = try #require(try Self.fixtures.get()[.hostile]?[.unchanged])
    let limits = WorkerLimits(callMilliseconds: 100)
    let report = try grader(for: "crash without end", limits: limits).grade(submission)
    #expect(report.verdictWord == "time-limit")
    #expect(report.printed == "tick\n")
  }

  /// What Classroom 50's runner says of a submission.
  private static let setting = Result {
    ReportSetting(
      identity: try Classroom50Identity(environment: [
        "CLASSROOM": "systems", "ASSIGNMENT": "attacks", "USERNAME": "alice",
        "SUBMISSION_TAG": "submit/2026-09-01T14-32-05Z-a1b2c3d",
        "COMMIT_URL": "https://example.org/commit", "RELEASE_URL": "https://example.org/release",
      ]))
  }

  private func grader(for order: String, limits: WorkerLimits = WorkerLimits()) -> Grader {
    Grader(AttackSuite(order: order), interface: Repository.interface, limits: limits)
  }

  /// What grades an attack, as often as it is called.
  private func grading(
    of attack: Attack, _ user: SubmissionUser, _ canary: Folder
  ) throws -> () throws -> Report {
    switch attack.way {
    case .order(let fixture, let order):
      let submission = try #require(try Self.fixtures.get()[fixture]?[user])
      let grader = grader(
        for: order.replacing("CANARY", with: canary.path), limits: attack.limits)
      return {
        let report = try grader.grade(submission)
        #expect(Processes.naming(submission.folder) == [])
        return report
      }
    case .source(let text, let isAlone, let limit):
      var files = isAlone ? [] : try Intake.take(Repository.reference).files
      files.append(SourceFile(name: "Attack.swift", bytes: Array(text.utf8)))
      return grading(of: files, attack, user, limit)
    case .folder(let prepare):
      let folder = try Folder()
      try folder.write("ORSet.swift", try readWholeFile(Repository.reference))
      try prepare(folder)
      let files: [SourceFile]
      do {
        files = try Intake.take(folder.path).files
      } catch is IntakeRefusal {
        // Refused before there is anybody to compile as.
        return { try grader(for: "honest").grade(folder.path).withoutName(of: folder) }
      }
      return grading(of: files, attack, user, .usual)
    }
  }

  private func grading(
    of files: [SourceFile], _ attack: Attack, _ user: SubmissionUser,
    _ limit: Attack.CompilerLimit
  ) -> () throws -> Report {
    // What compiles is compiled once; what does not has to fail the same way every time.
    var compiled: Submission?
    return {
      var grader = grader(for: "honest", limits: attack.limits)
      if attack.questions == .all {
        let suite = try #require(suites.first { $0.exercise == "or-set" })
        grader = Grader(suite, interface: Repository.interface, limits: attack.limits)
      }
      do {
        let submission =
          try compiled
          ?? Submission.prepare(files, Repository.interface, user: user, limits: limit.resources)
        compiled = submission
        return try grader.grade(submission)
      } catch let failure as CompileFailure {
        return grader.report(on: files, failure)
      }
    }
  }

  /// The control and direction-changing characters among the bytes, besides newlines and tabs.
  private static func controls(in bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x09, 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }.map { "U+\(String($0.value, radix: 16))" }
  }
}

extension Report {
  /// What stopped the submission first, or else the outcome.
  fileprivate var verdictWord: String {
    for check in checks {
      if case .stopped(let stop, _) = check.verdict { return stop.word }
    }
    return outcome.rawValue
  }

  /// The report without the name of a folder that is called something else every time.
  fileprivate func withoutName(of folder: Folder) -> Report {
    let name = folder.path.split(separator: "/").last.map(String.init) ?? ""
    var report = self
    report.message = message?.replacing(name, with: "FOLDER")
    return report
  }
}

extension Attack.CompilerLimit {
  fileprivate var resources: ResourceLimits {
    var limits = ResourceLimits.compiler
    switch self {
    case .usual: break
    case .oneSecond: limits.processorSeconds = 1
    case .littleMemory: limits.memory = 320 << 20
    case .littleOutput: limits.output = 16 << 10
    }
    return limits
  }
}
