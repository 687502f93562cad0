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

}
