import Quizzes
import Testing

@Suite("Tracing questions on practice")
struct PracticeTracingsTests {
  private func questions(_ name: String) throws -> [Question] {
    let kind = try #require(TracingQuestion.named(name))
    return (0..<200).map { kind.question(seed: $0) }
  }

  private func rightTexts(_ question: Question) -> [String] {
    switch question.answer {
    case .single(let choices), .multiple(let choices): choices.filter(\.isRight).map(\.text)
    case .short(let text, _, _): [text]
    case .order: []
    }
  }

  @Test func `some write is lost in every question about regions`() throws {
    for question in try questions("region-loss-trace") {
      #expect(!rightTexts(question).isEmpty)
    }
  }

  @Test func `a commit waits neither for everybody nor for one way`() throws {
    for question in try questions("commit-latency-trace") {
      guard case .single(let choices) = question.answer else { continue }
      #expect(choices.count >= 4)
    }
  }
}
