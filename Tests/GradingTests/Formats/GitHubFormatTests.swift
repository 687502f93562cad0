import Checking
import Execution
import Testing

@testable import Grading

@Suite("Report formats: GitHub commands")
struct GitHubFormatTests {
  private func lines(_ report: Report, folder: String = "") -> [String] {
    GitHubReport(report, ReportSetting(folder: folder)).commands
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: SampleReports.all.map(\.name))
  func `everything but annotations stands where the runner reads no commands`(name: String) throws {
    let report = try #require(SampleReports.named(name))
    let lines = lines(report)
    let stop = try #require(lines.firstIndex { $0.hasPrefix("::stop-commands::") })
    let token = "::" + lines[stop].dropFirst("::stop-commands::".count) + "::"
    #expect(lines[..<stop].allSatisfy { $0.contains(/^::(error|notice) [^:]*::/) })
    #expect(stop <= GitHubReport.annotationLimit)
    // The word that ends the silence stands at the very end and nowhere before.
    #expect(lines[(stop + 1)...].firstIndex(of: token) == lines.count - 2)
    #expect(lines.last == "")
  }

  @Test func `data and properties are escaped as the runner reads them`() {
    #expect(GitHubReport.data("100%\r\na: b, c") == "100%25%0D%0Aa: b, c")
    #expect(GitHubReport.property("a:b,c%") == "a%3Ab%2Cc%25")
    // A sign with an accent is one character and still two scalars.
    #expect(GitHubReport.data("%\u{301}") == "%25\u{301}")
  }

  @Test func `a compile error is an annotation at its line`() {
    let first = lines(SampleReports.doesNotCompile, folder: "work/alice/")[0]
    #expect(
      first == "::error file=work/alice/Elector.swift,line=3,col=5,title=Does not compile::"
        + "cannot find 'x', in 100%25 of cases")
  }

  @Test func `of many errors the first nine are told, and how many more there are`() {
    var report = SampleReports.doesNotCompile
    report.diagnostics = (1...25).map {
      Diagnostic(
        severity: .error, message: "error \($0)",
        place: .init(file: "A.swift", line: $0, column: 1, source: ""))
    }
    let annotations = lines(report).prefix { !$0.hasPrefix("::stop-commands") }
    #expect(annotations.count == 10)
    #expect(annotations[8].hasSuffix("error 9"))
    #expect(annotations[9].contains("16 more errors"))
  }

  @Test func `the failure that is explained comes first`() {
    let first = lines(SampleReports.failed)[0]
    #expect(first.contains("title=one-vote-per-term::"))
  }

  @Test func `a command's fault is one annotation whatever it says`() {
    let line = GitHubReport.fault("a,b: 100%\n::error::forged\u{1b}[2J")
    #expect(line == "::error title=Truthbook::a,b: 100%25%0A::error::forged\u{fffd}[2J\n")
  }
}
