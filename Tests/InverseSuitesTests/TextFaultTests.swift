import Checking
import InverseSuites
import Testing

/// Bad input gets one clear error: where, what is wrong, what would be right.
@Suite("Texts that are no answers")
struct TextFaultTests {
  @Test func `blank lines and notes are left out, and places are those of the file`() throws {
    let text = try AnswerText("# a note\n\n  one two  \r\n\tthree\n", name: "a.txt")
    #expect(text.lines.map(\.text) == ["one two", "three"])
    #expect(text.lines.map(\.number) == [3, 4])
    #expect(text.lines.map(\.column) == [3, 2])
  }

  private static let faults: [(String, String, String)] = [
    ("write-the-history", "A writes x 1", "1:1: a part begins with 'history:' and one of"),
    ("write-the-history", "history: linear", "1:10: there is no part 'linear'; there are"),
    (
      "write-the-history", "history: causal-not-sequential\nA writes x 1\nB writes x 1",
      "3:12: line 2 writes 1 to x as well"
    ),
    (
      "write-the-history", "history: causal-not-sequential\n A likes x 1",
      "2:4: 'likes' is neither 'writes' nor 'reads'"
    ),
    (
      "write-the-history",
      "history: causal-not-sequential\nA writes x 1 from 3 to 2", "2:24: it ends at 2"
    ),
    (
      "write-the-history",
      "history: causal-not-sequential\nA writes x 1 from 0 to 4\nA writes x 2 from 3 to 9",
      "3:1: A begins at 3"
    ),
    ("be-the-network", "against: nobody", "1:10: there is no part 'nobody'"),
    ("be-the-traitor", "army: world-1\norder: attack", "2:1: an army begins with"),
    (
      "be-the-traitor", "army: world-1\ntraitor: 3\norder: attack",
      "2:10: '3' is no general; there are"
    ),
    (
      "be-the-traitor", "army: world-1\ntraitor: 2\norder: attack\n1 tells 2 retreat",
      "4:1: 1 is loyal and tells what he heard"
    ),
    ("be-the-scheduler", "nodes: 9", "1:8: a whole number from 3 to 5"),
    ("be-the-scheduler", "n1 times out\nn7 -> n1", "2:1: 'n7' is none of n1 to n3"),
  ]

  @Test(arguments: faults)
  func `a fault is told with its place`(_ exercise: String, _ text: String, _ told: String) throws {
    let suite = try GivenAnswers.suite(exercise)
    let fault = #expect(throws: TextFault.self) {
      try suite.judge(AnswerText(text, name: "a.txt"))
    }
    #expect(fault?.description(in: "a.txt").hasPrefix("a.txt:" + told) == true, "\(fault as Any)")
  }

  @Test func `an event that cannot happen is told with those that can, and other parts count`()
    throws
  {
    let suite = try GivenAnswers.suite("be-the-network")
    let text = try AnswerText(
      """
      against: half-is-enough
      n1 times out
      n3 -> n1 grant
      against: forgets-its-vote
      n1 times out
      n3 times out
      n1 -> n2 requestVote
      n2 -> n1 grant
      n2 restarts
      n3 -> n2 requestVote
      n2 -> n3 grant
      """, name: "network.txt")
    let verdicts = try suite.judge(text).verdicts
    guard case .failed(let failure) = verdicts[0] else {
      Issue.record("passes")
      return
    }
    #expect(failure.message.hasPrefix("network.txt:3:10: "))
    #expect(failure.message.contains("'n1 -> n2 requestVote 1"), "\(failure.message)")
    #expect(verdicts[1].isPassed)
  }

  @Test(arguments: [
    ("write-the-history", "history: \u{1b}[2J"),
    ("be-the-traitor", "army: world-1\ntraitor: \u{1b}[2J"),
    ("be-the-scheduler", "\u{1b}[2J times out"),
    ("write-the-invariant", "all a: a.term = \u{1b}[2J"),
    ("be-the-network", "against: half-is-enough\nn1 \u{1b}[2J"),
    ("find-the-bug", "suspect: set\nn1 \u{1b}[2J"),
    (
      "find-the-bug",
      "suspect: set\nn1 adds milk\nn1 removes milk\nn2 receives 2\nn1 starts anew\n"
        + "n1 receives 3\nn1 adds bread\nline: \u{1b}[2J"
    ),
  ])
  func `what a terminal would obey is spelled out in every message`(
    _ exercise: String, _ text: String
  ) throws {
    let suite = try GivenAnswers.suite(exercise)
    var messages: [String] = []
    do throws(TextFault) {
      for case .failed(let failure) in try suite.judge(AnswerText(text, name: "a.txt")).verdicts {
        messages.append(failure.message)
      }
    } catch {
      messages = [error.message]
    }
    #expect(!messages.isEmpty)
    #expect(messages.allSatisfy { !$0.contains("\u{1b}") }, "\(messages)")
  }

  @Test func `a message that is not on its way is told with those that are`() throws {
    let suite = try GivenAnswers.suite("be-the-scheduler")
    let text = try AnswerText("n1 times out\nn1 -> n2\nn3 -> n1", name: "round.txt")
    guard case .failed(let failure) = try suite.judge(text).verdicts[0] else {
      Issue.record("passes")
      return
    }
    #expect(failure.message.hasPrefix("round.txt:3:1: no such message is on its way; what is: "))
    #expect(failure.message.contains("'n2 -> n1 grant 1'"))
  }
}
