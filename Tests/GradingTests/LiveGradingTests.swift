import Checking
import Execution
import Foundation
import Glibc
import Testing
import Wire

@testable import Grading

@Suite("A grading beside its desk")
struct LiveGradingTests {
  // MARK: Messages

  private static let strengths: [Strength] = [
    .examples(1), .cases(-2), .exhaustive(states: 3, transitions: 4, depth: 5),
    .searched(states: 6, transitions: 7, depth: 8, unseen: ["a", "é"]),
    .searchedWithout(["b"], states: 9, transitions: 10, depth: 11), .schedules(12, steps: .max),
  ]

  private static let stops: [Stop] = [
    .crashed(signal: 4, message: "Fatal error"), .exited(status: -1), .timeLimit(milliseconds: 5),
    .gradingLimit(milliseconds: 6, costOfCall: "much"), .memoryLimit, .forbiddenOperation,
    .protocolViolation("x"), .inconsistent("y"), .unavailable("z"),
  ]

  /// Everything a grading can tell.
  private static var events: [LiveGrading.Event] {
    let check = SampleReports.failed.checks[0].check
    let run = SampleReports.failed.checks[1].counterexample
    let verdicts =
      strengths.map(Verdict.passed) + strengths.map { .held($0, until: "later", run) }
      + stops.map { .stopped($0, run) } + [.stopped(.memoryLimit, nil), .notReached("why")]
    return [
      .progress(.compiling), .progress(.checking(name: "one", number: 1, count: 9)),
      .failed("no folder"), .decided(verdicts.map { CheckReport(check: check, verdict: $0) }),
    ] + SampleReports.all.map { .finished($0.report.reduced(to: .full)) }
  }

  private func coded(_ event: LiveGrading.Event) throws -> LiveGrading.Event {
    var writer = ByteWriter()
    event.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    return try LiveGrading.Event(from: &reader)
  }

  @Test func `whatever is told arrives as it was`() throws {
    for event in Self.events {
      guard case .finished(var report) = event else {
        #expect(try coded(event) == event)
        continue
      }
      // What a machine keeps submissions from is known without being told.
      report.sandbox = nil
      #expect(try coded(.finished(report)) == .finished(report))
    }
  }

  @Test func `a message cut short or of other bytes is refused, and traps nowhere`() throws {
    for event in Self.events {
      var writer = ByteWriter()
      event.write(to: &writer)
      let bytes = writer.bytes
      for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
        var reader = ByteReader(Array(bytes[..<end]))
        #expect(throws: WireError.self) { try LiveGrading.Event(from: &reader) }
      }
      var longer = ByteReader(bytes + [0])
      #expect(throws: WireError.self) { try LiveGrading.Event(from: &longer) }
      for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
        var changed = bytes
        changed[place] ^= 0xff
        var reader = ByteReader(changed)
        _ = try? LiveGrading.Event(from: &reader)
      }
    }
  }

  // MARK: Gradings

  // A copy of a process whose other threads are at work may not do anything, so that these have processes
  // of their own.

  /// Everything a grading tells.
  private static func events(of grading: LiveGrading) -> [LiveGrading.Event] {
    var events: [LiveGrading.Event] = []
    while let descriptor = grading.descriptor {
      var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&source, 1, 60_000)
      events += grading.events()
    }
    return events
  }

  private static func decided(in events: [LiveGrading.Event]) -> [CheckReport] {
    events.flatMap { event -> [CheckReport] in
      if case .decided(let checks) = event { checks } else { [] }
    }
  }

  @Test func `the first failure is told before the end, and the end is the report`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let path = Workbench.path(of: "half")
      let grader = try Workbench.grader(for: "half")
      let events = Self.events(of: try LiveGrading(of: path, with: grader))
      let report = try grader.grade(path)
      try #require(events.first == .progress(.compiling))
      try #require(events.last == .finished(report))
      let told = Self.decided(in: events)
      try #require(told == Array(report.checks.prefix(told.count)))
      try #require(told.contains { $0.check.name == report.firstFailure?.check.name })
      let first = try #require(
        events.firstIndex { Self.decided(in: [$0]).contains { $0.status == .fail } })
      try #require(
        events[first...].contains {
          if case .progress(.checking) = $0 { true } else { false }
        })
    }
  }

  @Test func `one check is asked alone`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let grading = try LiveGrading(
        of: Workbench.path(of: "half"), with: try Workbench.grader(for: "half"),
        only: ["elects-a-leader"])
      guard case .finished(let report) = Self.events(of: grading).last else { throw Missing() }
      try #require(report.checks.contains { $0.check.name == "elects-a-leader" })
      try #require(!report.checks.contains { $0.check.name == "quorum-of-distinct-voters" })
    }
  }

  @Test func `ended in the middle, it tells nothing more and leaves no process`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let path = Workbench.path(of: "reference")
      let grader = try Workbench.grader(for: "reference")
      for moment in 0..<12 {
        let grading = try LiveGrading(of: path, with: grader)
        // At once, while it compiles, and after each of its first checks.
        var told = 0
        while told < moment, let descriptor = grading.descriptor {
          var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          poll(&source, 1, 60_000)
          told += grading.events().count
        }
        grading.cancel()
        try #require(grading.descriptor == nil)
        try #require(grading.events().isEmpty)
        // Nothing is left that has not been waited for.
        try #require(waitpid(-1, nil, WNOHANG) < 0 && errno == ECHILD)
      }
      let report = try grader.grade(path)
      try #require(
        Self.events(of: try LiveGrading(of: path, with: grader)).last == .finished(report))
    }
  }

  @Test func `a grader that crashes is told as a failure`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      try Self.requireFailure("crashed (SIGABRT)") { abort() }
    }
  }

  @Test func `a grader that ends in silence is told as a failure`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      try Self.requireFailure("ended without a report") { _exit(0) }
    }
  }

  private static func requireFailure(
    _ words: String, prepare: @escaping @Sendable () -> Void
  ) throws {
    let events = events(
      of: try LiveGrading(
        of: Workbench.path(of: "half"), with: try Workbench.grader(for: "half"), prepare: prepare))
    guard events.count == 1, case .failed(let why) = events[0], why.contains(words) else {
      throw Missing()
    }
  }

  @Test func `what is not there is refused`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let grading = try LiveGrading(
        of: "/no/such/file.swift", with: try Workbench.grader(for: "half"))
      guard case .finished(let report) = Self.events(of: grading).last else { throw Missing() }
      try #require(report.outcome == .refused)
    }
  }

  private struct Missing: Error {}
}
