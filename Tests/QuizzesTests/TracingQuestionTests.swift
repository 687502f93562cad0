import Quizzes
import Testing

@Suite("Tracing questions")
struct TracingQuestionTests {
  @Test(arguments: TracingQuestion.all.map(\.name))
  func `the same seed asks the same question, and other seeds ask others`(_ name: String) throws {
    let kind = try #require(TracingQuestion.named(name))
    var asked: Set<String> = []
    for seed in UInt64(0)..<20 {
      let question = kind.question(seed: seed)
      #expect(question == kind.question(seed: seed))
      asked.insert(question.ask)
    }
    #expect(asked.count > 5, "\(name) asks \(asked.count) different questions in 20")
  }

  @Test(arguments: TracingQuestion.all.map(\.name))
  func `options differ and are right or wrong as their kind demands`(_ name: String) throws {
    let kind = try #require(TracingQuestion.named(name))
    for seed in UInt64(0)..<50 {
      switch kind.question(seed: seed).answer {
      case .short(let answer, _): #expect(!answer.isEmpty)
      case .single(let choices):
        #expect(choices.filter(\.isRight).count == 1, "seed \(seed)")
        #expect(Set(choices.map(\.text)).count == choices.count, "seed \(seed)")
      case .multiple(let choices):
        #expect(Set(choices.map(\.text)).count == choices.count, "seed \(seed)")
      }
    }
  }
}
