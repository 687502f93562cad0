import Checking
import Execution
import ExerciseKit
import Foundation
import Grading
import HiddenSuites
import Testing
import Wire

@Suite("Grader")
struct GraderTests {
  @Test func `the reference gets every point`() throws {
    let report = try Workbench.report(on: "reference")
    #expect(report.outcome == .passed)
    #expect(report.score == report.maximum)
    #expect(report.maximum > 0)
    #expect(report.firstFailure == nil)
    #expect(report.files == ["Elector.swift"])
  }

  @Test func `a wrong answer loses the points of the checks it fails`() throws {
    let report = try Workbench.report(on: "half")
    let lost = report.checks.filter { $0.status != .pass }.reduce(0) { $0 + $1.check.points }
    #expect(lost > 0)
    #expect(report.score == report.maximum - lost)
    #expect(report.firstFailure?.check.name == "quorum-of-distinct-voters")
  }

  @Test func `a submission that never answers is stopped wherever it is asked`() throws {
    let report = try Workbench.report(on: "hanging")
    #expect(report.outcome == .stopped)
    // What adds nothing may pass.
    #expect(report.checks.filter { $0.status == .pass }.map(\.check.name) == ["starts-empty"])
    guard case .stopped(.timeLimit(milliseconds: 200), _) = report.firstFailure?.verdict else {
      Issue.record("\(String(describing: report.firstFailure))")
      return
    }
  }

  @Test
  func `a call that takes too long is asked again with all the time there is, in two checks`()
    throws
  {
    let report = try Workbench.grade(
      Workbench.set(adding: "while true {}"), named: "ORSet.swift", HastySuite(), 200)
    #expect(
      report.checks.map(\.verdict) == [
        .stopped(.timeLimit(milliseconds: 200), nil), .stopped(.timeLimit(milliseconds: 200), nil),
        .notReached(
          "two checks before this one did not come to an end in all the time there is for a call"),
        .notReached("no other check was passed, so there is nothing to be asked twice"),
      ])
  }

  /// Asks more than its first check needs; the others need it.
  private struct HastySuite: Suite {
    let exercise = "or-set"
    let version = 1
    let repeatability = orSetSuite.repeatability

    func stages(for inputs: InputKey) -> [Stage] {
      ["hasty", "first", "second"].map { name in
        let check = Check(
          name: name, guarantee: "", source: "", chapter: "", kind: .examples, points: 1)
        return Stage(check) { (subject) throws(Stop) in
          var program = Program()
          program.make(0) { $0.node(NodeID(1)) }
          program.call(0) { SetRequest.add("milk").write(to: &$0) }
          do throws(Stop) {
            _ = try subject.run(program)
          } catch {
            guard name == "hasty" else { throw error }
            try subject.restart()
          }
          return .passed(.examples(1))
        }
      }
    }

    func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? { nil }
  }

  @Test func `what cannot be graded has a reason, no checks and the same maximum`() throws {
    for name in ["not-compiling", "missing"] {
      let report = try Workbench.report(on: name)
      #expect(report.checks == [])
      #expect(report.score == 0)
      #expect(report.maximum == (try Workbench.report(on: "hanging").maximum))
      #expect(report.message != nil || !report.diagnostics.isEmpty)
    }
  }

  @Test func `a function that nothing defines is an error of the source, by its name`() throws {
    func report(_ text: String) throws -> Report {
      try Grader(orSetSuite, interface: Workbench.interface(of: "or-set"))
        .grade([SourceFile(name: "ORSet.swift", bytes: Array(text.utf8))])
    }
    let missing = try report(
      "@_silgen_name(\"nobody_defines_this\") func missing()\n" + Workbench.set(adding: "missing()")
    )
    #expect(missing.outcome == .doesNotCompile && missing.checks.isEmpty)
    #expect(missing.diagnostics.first?.message.contains("`nobody_defines_this`") == true)
    // What the C library adds to each library that is linked.
    let usual = try report(
      "import Glibc\n"
        + Workbench.set(adding: "atexit {}; at_quick_exit {}; pthread_atfork(nil, nil, nil)"))
    #expect(usual.diagnostics.isEmpty && usual.checks.first?.status == .pass)
  }

  @Test func `a worker that cannot be started any more is no verdict`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "truthbook-grading-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Installation.besideExecutable()
    let copy = folder.appending(path: "truthbook-worker")
    try FileManager.default.copyItem(at: URL(filePath: whole.worker), to: copy)
    let grader = Grader(
      orSetSuite, interface: Workbench.interface(of: "or-set"),
      installation: Installation(worker: copy.path, kitModules: whole.kitModules))
    let source = Workbench.set(adding: #"fatalError("ends")"#)
    #expect(throws: EnvironmentFailure.self) {
      // Gone while the checks run: a worker that has ended cannot be followed by another.
      _ = try grader.grade([SourceFile(name: "ORSet.swift", bytes: Array(source.utf8))]) {
        if case .checking(_, 3, _) = $0 { unlink(copy.path) }
      }
    }
  }

  /// Two stages of `or-set`, the second of which fails where the submission's crash is of no interest,
  /// as when the story of a failure is shortened.
  private struct ShorteningSuite: Suite {
    let exercise = "or-set"
    let version = 1
    let repeatability = orSetSuite.repeatability
    func stages(for inputs: InputKey) -> [Stage] {
      let real = orSetSuite.stages(for: .ofOwnCode)
      return [
        real[0],
        Stage(real[1].checks[0]) { (subject) throws(Stop) in
          do throws(Stop) {
            _ = try real[1].run(subject)
          } catch {
            try subject.restart()
          }
          return .failed(Failure(message: "found before"))
        },
      ]
    }
    func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? { nil }
  }

  @Test func `the line of a crash goes to no check of an earlier stage`() throws {
    // Killed, it has no line to tell; trapped, it has.
    let source =
      "import Glibc\n"
      + Workbench.set(adding: #"fatalError("later")"#).replacing(
        "{ elements.contains(element) }", with: "{ kill(getpid(), SIGKILL) == 0 }")
    let file = SourceFile(name: "ORSet.swift", bytes: Array(source.utf8))
    func report(_ suite: any Suite) throws -> Report {
      try Grader(suite, interface: Workbench.interface(of: "or-set")).grade([file])
    }
    let checks = try report(ShorteningSuite()).checks
    #expect(checks.map(\.status) == [.error, .fail, .skipped])
    #expect(checks.allSatisfy { $0.site == nil })
    #expect(try report(orSetSuite).checks[1].site?.line == 9)
  }

  /// The first two stages of `or-set` as one.
  private struct JointSuite: Suite {
    let exercise = "or-set"
    let version = 1
    let repeatability = orSetSuite.repeatability
    func stages(for inputs: InputKey) -> [Stage] {
      let real = orSetSuite.stages(for: .ofOwnCode).prefix(2)
      return [
        Stage(checks: real.map { $0.checks[0] }) { (subject) throws(Stop) in
          var verdicts: [Verdict] = []
          for stage in real {
            do throws(Stop) {
              verdicts.append(try stage.run(subject)[0])
            } catch {
              verdicts.append(.stopped(error, nil))
              try subject.restart()
            }
          }
          return verdicts
        }
      ]
    }
    func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? { nil }
  }

  @Test func `each crash of a stage has its own line`() throws {
    let source = Workbench.set(adding: #"fatalError("later")"#).replacing(
      "{ elements.contains(element) }", with: #"{ fatalError("sooner") }"#)
    let file = SourceFile(name: "ORSet.swift", bytes: Array(source.utf8))
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let checks = try Grader(JointSuite(), interface: Workbench.interface(of: "or-set"))
      .grade([file]).checks
    #expect(checks.map(\.status) == [.error, .error, .skipped])
    for (check, word) in zip(checks, ["sooner", "later"]) {
      let line = try #require(lines.firstIndex { $0.contains(word) })
      #expect(check.site?.line == line + 1)
    }
  }

  @Test func `what is known so far is told as not finished, and never as passed`() throws {
    let known = suite(for: "happens-before")
    let suite = try #require(known)
    let grader = Grader(suite, interface: Workbench.interface(of: "happens-before"))
    let path = Workbench.root.appending(path: "Solutions/happens-before/VectorClock.swift").path
    var kept: [Report] = []
    let report = try grader.grade(path, keep: { kept.append($0) })
    #expect(kept.count == suite.stages(for: .ofOwnCode).count)
    for (index, early) in kept.enumerated() {
      #expect(early.outcome == .unfinished && early.status == "error")
      #expect(early.checks.map(\.check) == report.checks.map(\.check))
      let done = early.checks.filter { $0.status != .skipped }
      #expect(done == Array(report.checks.prefix(done.count)))
      #expect(done.isEmpty == (index == 0))
    }
    #expect(report.outcome == .passed)
  }

  @Test func `progress is told: compiling first, then each stage in turn`() throws {
    var told: [Grader.Progress] = []
    let known = suite(for: "happens-before")
    let suite = try #require(known)
    let grader = Grader(suite, interface: Workbench.interface(of: "happens-before"))
    _ = try grader.grade(
      Workbench.root.appending(path: "Solutions/happens-before/VectorClock.swift").path
    ) { told.append($0) }
    let count = suite.stages(for: .ofOwnCode).count
    #expect(
      told == [.compiling]
        + suite.stages(for: .ofOwnCode).enumerated().map { number, stage in
          .checking(name: stage.checks[0].name, number: number + 1, count: count)
        })
  }
}
