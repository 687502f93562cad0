import Checking
import Execution
import Markdown
import Reader
import Screen
import Terminal
import Wire

@testable import Desk
@testable import Grading

/// A desk with an exercise written in a test.
enum SampleDesk {
  static let checks = [
    check("timers", "A follower that hears nothing starts an election."),
    check("one-vote", "A node votes for at most one candidate in a term."),
    check("quorum", "A candidate leads only with the votes of more than half of the cluster."),
    check("answers-repeat", "Asked the same twice, it answers the same."),
  ]

  private static func check(_ name: String, _ guarantee: String) -> Check {
    Check(
      name: name, guarantee: guarantee, source: "Ongaro 2014, section 3.4",
      chapter: "raft#\(name)", kind: .search, points: 25)
  }

  static let exercise = DeskExercise(
    id: "raft-election", title: "Raft: electing a leader",
    path: "Exercises/raft-election/Elector.swift", chapter: "raft#votes", checks: checks)

  static let exercises = [
    ExerciseEntry(id: "happens-before", title: "Happened before", isPassed: true),
    ExerciseEntry(id: "raft-election", title: "Raft: electing a leader", isPassed: false),
    ExerciseEntry(
      id: "raft-replication", title: "Raft: the log", isPassed: false, needs: ["majority"]),
    ExerciseEntry(id: "or-set", title: "Observed-remove set", isPassed: false),
  ]

  static let sizes = [
    ScreenSize(columns: 80, rows: 24), ScreenSize(columns: 60, rows: 20),
    ScreenSize(columns: 200, rows: 60),
  ]

  /// A desk; the clock stands at 1,000,000 ms.
  static func room(
    _ files: LearnerFiles = .edited, columns: Int = 80, rows: Int = 24
  ) -> DeskRoom {
    DeskRoom(
      exercise, of: exercises, files: files, size: ScreenSize(columns: columns, rows: rows),
      at: 1_000_000)
  }

  /// Two leaders in one term.
  static let run = Counterexample(
    lanes: ["n1", "n2", "n3"], initialStates: ["follower t1", "follower t1", "follower t1"],
    steps: [
      .init(
        event: .local(lane: 0, label: "timeout"),
        sentence: "n1 times out and asks for votes in term 2", state: "candidate t2",
        lost: [.init(to: 1, label: "RequestVote t2")]),
      .init(
        event: .delivery(from: 0, to: 2, label: "RequestVote t2", sentIn: 0),
        sentence: "n3 hears of the candidate and votes for n1", state: "voted n1"),
      .init(
        event: .local(lane: 1, label: "timeout"),
        sentence: "n2 times out and leads with its own vote alone", state: "leader t2"),
    ],
    violation: .init(sentence: "n2 leads term 2 with 1 of 3 votes", steps: [2]),
    isShortest: true,
    schedule: Schedule(check: "quorum", setting: "3 nodes", events: ["timeout 1"]))

  static let failure = CheckReport(
    check: checks[2],
    verdict: .failed(Failure(message: "n2 leads term 2 with 1 of 3 votes", counterexample: run)))

  static let good = [
    CheckReport(check: checks[0], verdict: .passed(.examples(4))),
    CheckReport(
      check: checks[1], verdict: .passed(.exhaustive(states: 12_345, transitions: 9, depth: 7))),
  ]

  static let repeating = CheckReport(check: checks[3], verdict: .passed(.cases(2_000)))

  static func report(
    _ outcome: Report.Outcome, _ checks: [CheckReport], message: String? = nil,
    diagnostics: [Diagnostic] = [], printed: String = ""
  ) -> Report {
    Report(
      exercise: "raft-election", suiteVersion: 3, files: ["Elector.swift"], outcome: outcome,
      message: message, diagnostics: diagnostics, checks: checks, maximum: 100, printed: printed)
  }

  static let failed = report(
    .failed, good + [failure, repeating], printed: "term 2\nleads \u{1b}[31m\n")
  static let passed = report(
    .passed,
    good + [CheckReport(check: checks[2], verdict: .passed(.cases(500))), repeating])
  static let crashed: Report = {
    var crash = CheckReport(
      check: checks[0], verdict: .stopped(.crashed(signal: 4, message: "Index out of range"), nil))
    crash.site = CrashSite(file: "Elector.swift", line: 12, source: "    votes[7] += 1")
    let rest = checks[1...].map {
      CheckReport(check: $0, verdict: .notReached("it crashed before"))
    }
    return report(.failed, [crash] + rest)
  }()
  static let notCompiling = report(
    .doesNotCompile, [],
    diagnostics: [
      Diagnostic(
        severity: .error, message: "cannot find 'voets' in scope",
        place: .init(
          file: "Elector.swift", line: 31, column: 18, source: "    let count = voets.count"))
    ])
  static let refused = report(
    .refused, [], message: "Elector.swift: cannot be read; change its permissions")
}

extension DeskRoom {
  /// Presses keys: each character of the text.
  @discardableResult
  mutating func press(_ characters: String) -> [Effect] {
    characters.flatMap { press(.character($0)) }
  }

  /// Presses a key.
  @discardableResult
  mutating func press(_ key: Key) -> [Effect] {
    handle(.key(key), at: now)
  }

  /// Is told something by the grading.
  @discardableResult
  mutating func tell(_ event: LiveGrading.Event) -> [Effect] {
    handle(.grading(event), at: now)
  }

  /// Grades to the end.
  @discardableResult
  mutating func grade(_ report: Report) -> [Effect] {
    _ = handle(.saved(.edited), at: now)
    return tell(.finished(report))
  }

  /// Lets time pass.
  mutating func wait(milliseconds: Int) {
    _ = handle(.tick, at: now + milliseconds)
  }

  /// The rows shown, without blanks at their ends.
  var rows: [String] {
    frame().lines.map { line in
      String(line.text.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// All of them as one text.
  var text: String { rows.joined(separator: "\n") + "\n" }

  /// The row that tells what is being checked, or what the last check came to.
  var statusRow: String { rows[1] }
}

/// A book of one page.
struct SampleShelf: Bookshelf {
  func contents() throws(Unreadable) -> [BookEntry] { [] }

  func text(_ reference: String) throws(Unreadable) -> BookText {
    BookText(reference: reference, title: "Raft") { width in
      layOut(
        Document(parsing: "# Raft\n\nHow a leader is elected.\n"), width: width,
        style: PageStyle(colorMode: .plain, isNavigable: true))
    }
  }

  func reference(for destination: String, from reference: String) -> String? { nil }

  /// Somebody reads the page.
  static func room() throws -> ReadingRoom {
    try ReadingRoom(
      opening: "raft", from: SampleShelf(), size: ScreenSize(columns: 80, rows: 24))
  }
}
