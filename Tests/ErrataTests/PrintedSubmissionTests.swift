import Checking
import Errata
import HiddenSuites
import Testing

@Suite("The documents' code as submissions")
struct PrintedSubmissionTests {
  @Test func `every check that finds an erratum is one of its suite's`() throws {
    let submissions = Erratum.all.compactMap(\.printedSubmission)
    #expect(submissions.count == 10)
    for submission in submissions {
      let found = HiddenSuites.suite(for: submission.exercise)
      let suite = try #require(found)
      #expect(Set(submission.checks).isSubset(of: suite.checks.map(\.name)))
    }
  }

  @Test func `the summary says which checks the printed code fails`() throws {
    let erratum = try #require(Erratum.all.first { $0.id == "E-16" })
    #expect(
      erratum.summary.hasSuffix("the printed code fails `frozen-clock` and `clock-going-back`."))
  }
}
