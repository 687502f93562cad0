import Checking
import Execution
import Wire

@testable import Grading

/// Reports that every format must be able to write.
enum SampleReports {
  static let all: [(name: String, report: Report)] = [
    ("passed", passed), ("failed", failed), ("stopped", stopped),
    ("does-not-compile", doesNotCompile), ("refused", refused), ("not-reached", notReached),
    ("unfinished", unfinished), ("hostile", hostile),
  ]

  /// What the formats are written with: the identity is what one of them cannot do without.
  static let setting: ReportSetting = {
    var setting = ReportSetting()
    do {
      setting.identity = try Classroom50Identity(environment: environment)
    } catch {
      // Whoever needs the identity then says what is missing.
    }
    return setting
  }()

  /// What Classroom 50's runner sets.
  static let environment = [
    "CLASSROOM": "ds-2026", "ASSIGNMENT": "election", "USERNAME": "alice",
    "SUBMISSION_TAG": "submit/2026-09-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://github.com/o/r/commit/a1b2c3d",
    "RELEASE_URL": "https://github.com/o/r/releases/tag/submit%2F2026-09-01T14-32-05Z-a1b2c3d",
    "REVIEW_URL": "https://github.com/o/r/compare/0...a1b2c3d",
  ]

  static func named(_ name: String) -> Report? { all.first { $0.name == name }?.report }

  private static func check(_ name: String, points: Int) -> Check {
    Check(
      name: name, guarantee: "The guarantee of \(name) holds.", source: "Ongaro 2014, section 3",
      chapter: "raft#votes", kind: .search, points: points)
  }

  static let passed = graded(
    .passed,
    [
      CheckReport(check: check("one-vote-per-term", points: 3), verdict: .passed(.examples(1))),
      CheckReport(
        check: check("one-leader", points: 2),
        verdict: .passed(.exhaustive(states: 12_345, transitions: 99_999, depth: 7))),
    ])

  static let failed = graded(
    .failed,
    [
      CheckReport(check: check("starts", points: 1), verdict: .passed(.cases(20))),
      CheckReport(
        check: check("one-vote-per-term", points: 3),
        verdict: .failed(
          Failure(message: "n2 expected-value-4711 votes twice", counterexample: run))),
      CheckReport(
        check: check("one-leader", points: 2),
        verdict: .failed(Failure(message: "seed 8151 has two leaders"))),
      CheckReport(
        check: check("terms-never-fall", points: 1),
        verdict: .notReached("stopped looking after schedule-4242")),
    ], printed: "the learner saw input-1234\n")

  static let stopped: Report = {
    var checks = [
      CheckReport(check: check("starts", points: 1), verdict: .passed(.cases(20))),
      CheckReport(
        check: check("one-vote-per-term", points: 3),
        verdict: .stopped(.crashed(signal: 4, message: "Fatal error: input-1234"), run)),
      CheckReport(
        check: check("one-leader", points: 2),
        verdict: .stopped(.timeLimit(milliseconds: 2000), nil)),
    ]
    checks[1].site = CrashSite(file: "Elector.swift", line: 12, source: "    fatalError(text)")
    return graded(.stopped, checks)
  }()

  static let doesNotCompile: Report = {
    var report = graded(.doesNotCompile, [])
    report.diagnostics = [
      Diagnostic(
        severity: .error, message: "cannot find 'x', in 100% of cases",
        place: .init(file: "Elector.swift", line: 3, column: 5, source: "let y = x"),
        notes: [Diagnostic(severity: .note, message: "did you mean 'z'?")]),
      Diagnostic(severity: .error, message: "it needs a method 'receive'"),
    ]
    return report
  }()

  static let refused: Report = {
    var report = graded(.refused, [])
    report.files = []
    report.message = "Elector.swift: is a symbolic link, and links are not followed"
    return report
  }()

  /// Nothing failed, but nothing was shown either.
  static let notReached = graded(
    .failed,
    [CheckReport(check: check("one-leader", points: 5), verdict: .notReached("no node votes"))])

  static let unfinished: Report = {
    var report = passed
    report.outcome = .unfinished
    report.checks[1].verdict = .notReached("grading has not come to this check")
    return report
  }()

  /// Text that tries to be more than text, wherever a submission has a say.
  static let hostile: Report = {
    let text =
      "::error::forged ]]> <script>alert(1)</script> %0A & \"quoted\" 'single' \\ # SKIP `x` \u{1b}[2J"
      + "\u{0}\u{ffff}\u{202e}\u{9b}\r\n::endgroup::\nok 99 - forged\n...\n</pre></svg> truthbook-1\n"
      + "::truthbook-1::\n```\n=1+1"
    var report = graded(
      .failed,
      [
        CheckReport(
          check: check("one-vote-per-term", points: 5),
          verdict: .failed(Failure(message: text, counterexample: run(saying: text))))
      ], printed: text)
    report.files = ["a,b:c\u{a}d.swift"]
    report.checks[0].site = CrashSite(file: "a,b:c\u{a}d.swift", line: 1, source: text)
    return report
  }()

  private static func graded(
    _ outcome: Report.Outcome, _ checks: [CheckReport], printed: String = ""
  ) -> Report {
    Report(
      exercise: "raft-election", suiteVersion: 3, files: ["Elector.swift"], outcome: outcome,
      diagnostics: [], checks: checks,
      maximum: checks.isEmpty ? 7 : checks.reduce(0) { $0 + $1.check.points }, printed: printed)
  }

  private static let run = run(saying: "expected-value-4711")

  private static func run(saying text: String) -> Counterexample {
    Counterexample(
      lanes: ["n1", "n2"], initialStates: ["follower t0", "follower t0"],
      steps: [
        .init(
          event: .local(lane: 0, label: "timeout"), sentence: "n1's timer runs out",
          state: "candidate t1", lost: [.init(to: 1, label: "vote? t1")]),
        .init(event: .restart(lane: 1), sentence: "n2 restarts"),
        .init(
          event: .delivery(from: 0, to: 1, label: "vote? t1", sentIn: 0), sentence: text,
          state: text),
      ],
      violation: .init(sentence: text, steps: [2]), isShortest: true,
      schedule: Schedule(
        check: "one-vote-per-term", setting: "schedule-4242", events: ["timeout n1", "restart n2"]))
  }
}
