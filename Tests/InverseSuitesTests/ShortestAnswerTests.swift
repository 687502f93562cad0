import Checking
import Curriculum
import Histories
import HistoryFiles
@testable import InverseSuites
import Subjects
import Testing

/// How short an answer can be.
@Suite("The shortest answers")
struct ShortestAnswerTests {
  @Test(arguments: [
    ("sequential-not-linearizable", 2), ("causal-not-sequential", 4), ("sessions-not-causal", 3),
    ("all-but-read-your-writes", 2), ("all-but-monotonic-reads", 3),
    ("all-but-monotonic-writes", 4), ("all-but-writes-follow-reads", 5),
  ])
  func `each pair of neighbours has a shortest history`(_ name: String, _ length: Int) throws {
    let pair = try #require(NeighbouringLevels.all.first { $0.name == name })
    let found = try #require(ShortestHistory(pair).found(below: length + 1))
    #expect(found.count == length)
    #expect(pair.isBetween(RecordedHistory.store(found).levels()))
  }

  @Test func `the shortest runs that elect two leaders are as long as the reference`() throws {
    let suite = BeTheNetwork()
    let text = try GivenAnswers.text(GivenAnswers.exercise("be-the-network").reference)
    let notes = try suite.judge(text).notes
    #expect(notes.count == 4)
    #expect(notes.allSatisfy { $0.hasSuffix("no shorter run does it") }, "\(notes)")
  }

  @Test func `right nodes elect no two leaders in any run of three within two terms`() throws {
    #expect(try FlawedCluster.fewestEvents(3, flaw: nil, maxTerm: 2, restarts: false) == nil)
    #expect(try FlawedCluster.fewestEvents(3, flaw: nil, maxTerm: 1, restarts: true) == nil)
  }

  @Test func `a lie that nothing rests on can be left out`() throws {
    let text = try AnswerText(
      """
      army: three-disobeyed
      traitor: 2
      order: attack
      2 tells 1 retreat
      """, name: "lies.txt")
    #expect(
      try BeTheTraitor().judge(text).notes == [
        "three-disobeyed: 1 lie; none of them can be left out"
      ])
  }
}
