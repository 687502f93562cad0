import Checking
import Foundation
import Terminal
import Testing

@testable import Grading

/// Every file in `Transcripts` is a submission, a width and a look, a line of dashes, and the exact
/// text.
///
/// With TRUTHBOOK_REWRITE set the texts are written instead of compared; a new transcript starts as a
/// file with nothing but its first line.
@Suite("Report for the terminal")
struct TerminalReportTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Transcripts")

  static let transcripts = (FileManager.default.subpaths(atPath: folder.path) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  private static func text(_ name: String, _ width: Int, isPlain: Bool) throws -> String {
    TerminalReport(
      try Workbench.report(on: name),
      look: .init(width: width, mode: .plain, isPlain: isPlain),
      pointers: .init(replay: "truthbook replay run.json", hint: "truthbook hint \(name)")
    ).text
  }

  @Test func `there are transcripts of every kind of report`() {
    for name in Workbench.names {
      #expect(Self.transcripts.contains { $0.hasPrefix(name + "-80-") }, "\(name)")
    }
  }

  @Test(arguments: transcripts) func `a report matches its transcript`(name: String) throws {
    let file = Self.folder.appending(path: name)
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let command = String(recorded.prefix { $0 != "\n" })
    let words = command.split(separator: " ").map(String.init)
    try #require(words.count == 3)
    let width = try #require(Int(words[1]))
    try #require(["plain", "unicode"].contains(words[2]))
    let shown = try command + "\n----\n" + Self.text(words[0], width, isPlain: words[2] == "plain")
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] != nil {
      try shown.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(shown == recorded)
    }
  }

  /// What the compiler says keeps its lines, so that an editor finds the places in it.
  @Test(arguments: Workbench.names.filter { $0 != "not-compiling" }, [80, 120])
  func `no line is wider than the terminal`(name: String, width: Int) throws {
    for isPlain in [false, true] {
      for line in try Self.text(name, width, isPlain: isPlain).split(separator: "\n") {
        #expect(DisplayWidth.columns(of: String(line)) <= width, "\(line)")
      }
    }
  }

  @Test(arguments: Workbench.names) func `a plain report is ASCII`(name: String) throws {
    let text = try Self.text(name, 80, isPlain: true)
    #expect(text.allSatisfy { $0.isASCII })
    #expect(!text.contains("\u{1b}"))
  }

  /// They have earned points, which the number of those that passed would not explain.
  @Test func `checks that held are counted beside those that passed`() throws {
    var report = SampleReports.failed
    let held = report.checks[2].check
    func lastLine(_ report: Report) -> String? {
      TerminalReport(report, look: .init(width: 80, mode: .plain, isPlain: true)).text
        .split(separator: "\n").last { $0.contains("checks passed") }.map(String.init)
    }
    #expect(lastLine(report) == "1 of 4 checks passed, 1 of 7 points.")
    report.checks[2] = CheckReport(
      check: held, verdict: .held(.cases(9), until: "another check failed", nil))
    #expect(
      lastLine(report) == "1 of 4 checks passed and 1 held as far as they went, 3 of 7 points.")
  }

  @Test func `colours are the only difference they make`() throws {
    for name in ["half", "reference"] {
      let report = try Workbench.report(on: name)
      let colored = TerminalReport(
        report, look: .init(width: 80, mode: .colors, isPlain: false)
      ).text
      let plain = TerminalReport(
        report, look: .init(width: 80, mode: .plain, isPlain: false)
      ).text
      #expect(colored != plain)
      #expect(colored.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
    }
  }
}
