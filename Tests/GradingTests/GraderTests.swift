import Checking
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

  @Test func `what cannot be graded has a reason, no checks and the same maximum`() throws {
    for name in ["not-compiling", "missing"] {
      let report = try Workbench.report(on: name)
      #expect(report.checks == [])
      #expect(report.score == 0)
      #expect(report.maximum == (try Workbench.report(on: "hanging").maximum))
      #expect(report.message != nil || !report.diagnostics.isEmpty)
    }
  }

  @Test func `progress is told: compiling first, then each stage in turn`() throws {
    var told: [Grader.Progress] = []
    let suite = HappensBeforeSuite()
    let grader = Grader(suite, interface: Workbench.interface(of: "happens-before"))
    _ = try grader.grade(
      Workbench.root.appending(path: "Solutions/happens-before/VectorClock.swift").path
    ) { told.append($0) }
    let count = suite.stages.count
    #expect(
      told == [.compiling]
        + suite.stages.enumerated().map { number, stage in
          .checking(name: stage.checks[0].name, number: number + 1, count: count)
        })
  }
}
