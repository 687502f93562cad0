import Checking
import Curriculum
import InverseSuites
import Testing

/// Every numbered rule of a task is enforced: what breaks it is refused with a place, or fails the check that the
/// rule is about. Those that only say how something is written are shown by an answer that uses it.
@Suite("The rules of inverse exercises")
struct InverseRuleTests {
  enum Enforcement: Sendable {
    /// This text is told to be none, in these words.
    case refused(String, String)
    /// This wrong answer fails this check.
    case fails(String, String)
    /// This right answer holds the words.
    case used(String, String)
  }

  struct Rule: Sendable, CustomTestStringConvertible {
    var exercise: String
    var number: Int
    var enforcement: Enforcement
    var testDescription: String { "\(exercise), rule \(number)" }
  }

  private static func rules(_ exercise: String, _ list: [(Int, Enforcement)]) -> [Rule] {
    list.map { Rule(exercise: exercise, number: $0.0, enforcement: $0.1) }
  }

  private static let history = "history: causal-not-sequential\n"
  private static let army = "army: four-lieutenant-lies\ntraitor: 3\norder: attack\n"

  private static let all: [Rule] =
    rules(
      "write-the-history",
      [
        (1, .refused(history + "A writes x-1 1", "a key is a few letters or digits")),
        (1, .refused(history + "A writes x nothing", "'nothing' is what a read says")),
        (2, .fails("reads-what-was-written", "sequential-not-linearizable")),
        (3, .used("overlapping", "from 0 to 10")),
        (3, .refused(history + "A writes x 1\nB reads x 1 from 2 to 3", "either all operations")),
        (4, .refused(history + "A writes x 1\nB writes x 1", "line 2 writes 1 to x as well")),
        (
          4,
          .refused(history + "A reads x 1\nA writes x 1", "which is written only later, in line 3")
        ),
        (4, .fails("reads-what-nobody-wrote", "sequential-not-linearizable")),
        (
          5,
          .refused(
            history + (0..<13).map { "A writes x \($0)" }.joined(separator: "\n"),
            "more than 12 operations")
        ),
      ])
    + rules(
      "be-the-network",
      [
        (1, .fails("leaders-of-two-terms", "half-is-enough")),
        (2, .fails("grant-that-was-never-sent", "half-is-enough")),
        (2, .fails("invents-a-voter", "half-is-enough")),
        (2, .used("cuts-and-losses", "n2 -> n1 grant\nn2 -> n1 grant")),
        (3, .fails("candidate-crashes", "forgets-its-vote")),
        (4, .used("one-after-the-other", "n2 -> n1 requestVote\n")),
      ])
    + rules(
      "be-the-traitor",
      [
        (1, .refused("army: world-1\ntraitor: 4\norder: attack", "'4' is no general")),
        (2, .refused("army: world-1\ntraitors: 1 2\norder: attack", "there is one traitor")),
        (2, .refused("army: world-1\ntraitor: 1", "an army begins with")),
        (3, .refused(army + "1 tells 2 retreat", "1 is loyal and tells what he heard")),
        (3, .fails("no-lie-told", "four-lieutenant-lies")),
        (
          4,
          .refused(army + "3 tells 1 that 2 said retreat", "only the commander's order is relayed")
        ),
        (4, .fails("one-lie-too-few", "six-disobeyed")),
        (5, .fails("no-forecast", "four-lieutenant-lies")),
        (5, .fails("lie-is-believed", "four-lieutenant-lies")),
      ])
    + rules(
      "be-the-scheduler",
      [
        (1, .refused("nodes: 2", "a whole number from 3 to 5")),
        (2, .fails("one-stands", "nobody-is-elected")),
        (3, .fails("round-does-not-fit-again", "nobody-is-elected")),
        (4, .fails("two-stand", "nobody-is-elected")),
        (5, .fails("answers-do-not-arrive", "every-message-arrives")),
        (6, .fails("nothing-arrives", "no-node-is-starved")),
        (7, .fails("too-hopeful", "chance-ends-it")),
        (7, .fails("too-careful", "chance-ends-it")),
        (
          8,
          .refused(
            Array(repeating: "n1 times out", count: 201).joined(separator: "\n"),
            "more than 200 events")
        ),
      ])
    + rules(
      "find-the-bug",
      [
        (1, .fails("other-clocks", "register-breaks")),
        (2, .fails("blames-the-tag", "register-line")),
        (2, .fails("only-names-lines", "register-breaks")),
        (3, .used("third-replica", "n1 -> n3 requestVote\n")),
      ])
    + rules(
      "write-the-invariant",
      [
        (1, .refused("all a, b, c, d: a = b", "at most 3 names")),
        (2, .refused("all a: a.term < a.vote", "a number and a node cannot be compared")),
        (2, .fails("half-is-counted", "catches-half-is-enough")),
        (3, .refused("all a: a.log = 1", "a node has role, term, vote")),
        (4, .used("who-is-not-for-the-leader", "nodes - majority")),
        (
          5,
          .refused(
            Array(repeating: "1 = 1", count: 21).joined(separator: "\n"), "more than 20 invariants")
        ),
      ])

  @Test(arguments: all)
  func `a rule is enforced`(_ rule: Rule) throws {
    let suite = try GivenAnswers.suite(rule.exercise)
    let exercise = try GivenAnswers.exercise(rule.exercise)
    switch rule.enforcement {
    case .refused(let text, let words):
      let fault = #expect(throws: TextFault.self) {
        try suite.judge(AnswerText(text, name: "answer.txt"))
      }
      #expect(fault?.message.contains(words) == true, "\(fault?.message ?? "")")
    case .fails(let name, let check):
      let mutant = try #require(try exercise.mutants().first { $0.name == name })
      #expect(mutant.failingChecks.contains(check))
    case .used(let name, let words):
      let file = try #require(try exercise.alternatives().first { $0.name == name + ".txt" })
      #expect(try file.text().contains(words))
    }
  }

  @Test(arguments: textSuites.map(\.exercise))
  func `no numbered rule is without enforcement but those on length and blank lines`(
    _ name: String
  ) throws {
    let task = try GivenAnswers.exercise(name).markdown
    let numbers = task.split(separator: "\n").compactMap { line -> Int? in
      guard let dot = line.firstIndex(of: "."), line[dot...].hasPrefix(". ") else { return nil }
      // That a run has at most 200 events is judged in `a run that is too long is told as that`.
      return line.contains("at most 200 events") ? nil : Int(line[..<dot])
    }
    #expect(!numbers.isEmpty)
    for number in numbers {
      #expect(Self.all.contains { $0.exercise == name && $0.number == number }, "rule \(number)")
    }
  }

  @Test(arguments: [
    ("be-the-network", "against: half-is-enough\n"), ("find-the-bug", "suspect: election\n"),
  ])
  func `a run that is too long is told as that`(_ name: String, _ heading: String) throws {
    let suite = try GivenAnswers.suite(name)
    let text = heading + Array(repeating: "n1 restarts", count: 201).joined(separator: "\n")
    guard
      case .failed(let failure) = try suite.judge(AnswerText(text, name: "a.txt")).verdicts
        .first(where: {
          if case .failed(let failure) = $0 { failure.message.contains("200") } else { false }
        })
    else {
      Issue.record("not told")
      return
    }
    #expect(failure.message.hasPrefix("a.txt:202:1: more than 200 events"))
  }
}
