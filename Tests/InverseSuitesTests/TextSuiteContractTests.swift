import Checking
import Curriculum
import InverseSuites
import Testing

/// What every suite of texts must keep.
@Suite("The contract of suites of texts")
struct TextSuiteContractTests {
  private static let names = textSuites.map(\.exercise)

  @Test(arguments: names)
  func `a hundred points, and each check once`(_ name: String) throws {
    let checks = try GivenAnswers.suite(name).checks
    #expect(checks.reduce(0) { $0 + $1.points } == 100)
    #expect(Set(checks.map(\.name)).count == checks.count)
    #expect(try GivenAnswers.exercise(name).isText)
  }

  @Test(arguments: names)
  func `the reference and answers of quite another kind pass with all points`(_ name: String) throws
  {
    let suite = try GivenAnswers.suite(name)
    let exercise = try GivenAnswers.exercise(name)
    let alternatives = try exercise.alternatives()
    #expect(alternatives.count >= 3)
    for file in [exercise.reference] + alternatives {
      let judgement = try suite.judge(GivenAnswers.text(file))
      #expect(GivenAnswers.failed(judgement, of: suite) == [], "\(file.path)")
      #expect(!judgement.notes.isEmpty)
    }
  }

  @Test(arguments: names)
  func `each wrong answer fails what it names, and each check is failed`(
    _ name: String
  ) throws {
    let suite = try GivenAnswers.suite(name)
    var missed = Set(suite.checks.map(\.name))
    for mutant in try GivenAnswers.exercise(name).mutants() {
      let text = try AnswerText(mutant.sources[0].text, name: mutant.file.name)
      let judgement = try suite.judge(text)
      let failed = GivenAnswers.failed(judgement, of: suite)
      #expect(Set(mutant.failingChecks).isSubset(of: failed), "\(mutant.name): \(failed)")
      missed.subtract(mutant.failingChecks)
      for case .failed(let failure) in judgement.verdicts {
        #expect(!failure.message.isEmpty && !failure.message.hasSuffix("."), "\(mutant.name)")
      }
    }
    #expect(missed == [])
  }

  @Test(arguments: names)
  func `the starter and an empty text fail without being refused`(_ name: String) throws {
    let suite = try GivenAnswers.suite(name)
    let starter = try suite.judge(
      GivenAnswers.text(try GivenAnswers.exercise(name).pristine))
    #expect(!GivenAnswers.failed(starter, of: suite).isEmpty)
    let empty = try suite.judge(AnswerText("", name: "empty.txt"))
    #expect(empty.verdicts.count == suite.checks.count)
    #expect(empty.verdicts.allSatisfy { !$0.isPassed })
  }

  @Test(arguments: names)
  func `the same text gives the same judgement`(_ name: String) throws {
    let suite = try GivenAnswers.suite(name)
    let text = try GivenAnswers.text(try GivenAnswers.exercise(name).reference)
    #expect(try suite.judge(text) == suite.judge(text))
  }
}
