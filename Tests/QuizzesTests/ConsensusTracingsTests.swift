import Quizzes
import Testing

@Suite("Tracing questions on consensus")
struct ConsensusTracingsTests {
  private func questions(_ name: String) throws -> [Question] {
    let kind = try #require(TracingQuestion.named(name))
    return (0..<200).map { kind.question(seed: $0) }
  }

  private func choices(_ question: Question) -> [Choice] {
    switch question.answer {
    case .single(let choices), .multiple(let choices): choices
    case .short: []
    }
  }

  @Test(arguments: [
    "raft-commit-index", "raft-append", "raft-election-steps", "session-trace", "partition-sides",
  ])
  func `there is one right answer and at least two others, all different`(_ name: String) throws {
    for question in try questions(name) {
      let choices = choices(question)
      #expect(choices.count >= 3, "\(question.ask)")
      #expect(choices.count { $0.isRight } == 1)
      #expect(Set(choices.map(\.text)).count == choices.count)
    }
  }

  @Test func `commit indexes are held back now and then by an old term`() throws {
    let tempted = try questions("raft-commit-index").count { question in
      choices(question).contains { $0.misconception == "an old entry on a majority is committed" }
    }
    #expect((40...180).contains(tempted))
  }

  @Test func `requests are taken and refused`() throws {
    let taken = try questions("raft-append").flatMap(choices).count {
      $0.isRight && $0.text.hasPrefix("taken")
    }
    #expect((40...170).contains(taken))
  }

  @Test func `somebody can always win, and seldom everybody`() throws {
    let counts = try questions("raft-who-may-win").map { choices($0).count { $0.isRight } }
    #expect(counts.allSatisfy { $0 >= 1 })
    #expect(counts.contains { $0 < 4 })
  }

  @Test func `all three roles come out of the steps`() throws {
    let right = try questions("raft-election-steps").flatMap(choices).filter(\.isRight)
    #expect(Set(right.compactMap { $0.text.split(separator: " ").first }).count == 3)
  }

  @Test func `some parts go on, and some clusters stop`() throws {
    let right = Set(try questions("partition-sides").flatMap(choices).filter(\.isRight).map(\.text))
    #expect(right == ["the first", "the second", "none of them"])
  }
}
