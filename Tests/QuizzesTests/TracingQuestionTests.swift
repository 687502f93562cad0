import Quizzes
import Testing

@Suite("Tracing questions")
struct TracingQuestionTests {
  private func instances(_ name: String) throws -> [TracingQuestion.Instance] {
    let kind = try #require(TracingQuestion.named(name))
    return (0..<200).map { kind.instance(seed: $0) }
  }

  private func rightAnswer(_ question: Question) -> String {
    switch question.answer {
    case .short(let answer, _, _): answer
    case .single(let choices), .multiple(let choices):
      choices.filter(\.isRight).map(\.text).joined(separator: ", ")
    }
  }

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
    for (seed, instance) in try instances(name).enumerated() {
      switch instance.question.answer {
      case .short(let answer, let also, let mistakes):
        #expect(!answer.isEmpty)
        #expect(!mistakes.isEmpty, "seed \(seed): no mistake leads elsewhere")
        #expect(!mistakes.contains { ([answer] + also).contains($0.text) }, "seed \(seed)")
      case .single(let choices):
        #expect(choices.count >= 3, "seed \(seed)")
        #expect(choices.filter(\.isRight).count == 1, "seed \(seed)")
        #expect(Set(choices.map(\.text)).count == choices.count, "seed \(seed)")
      case .multiple(let choices):
        #expect(choices.contains { $0.isRight } && choices.contains { !$0.isRight }, "seed \(seed)")
        #expect(Set(choices.map(\.text)).count == choices.count, "seed \(seed)")
      }
    }
  }

  @Test(arguments: TracingQuestion.all.map(\.name))
  func `no answer can be guessed by its frequency`(_ name: String) throws {
    let kind = try #require(TracingQuestion.named(name))
    let instances = try instances(name)
    var outcomes: [String: Int] = [:]
    var answers: [String: Int] = [:]
    for instance in instances {
      outcomes[instance.outcome, default: 0] += 1
      answers[rightAnswer(instance.question), default: 0] += 1
    }
    if !kind.outcomes.isEmpty {
      #expect(outcomes.keys.sorted() == kind.outcomes.sorted())
      for (outcome, count) in outcomes {
        #expect((30...120).contains(count), "\(outcome) is right in \(count) of 200")
      }
    }
    let commonest = answers.max { $0.value < $1.value }
    #expect((commonest?.value ?? 0) <= 120, "\(commonest?.key ?? "")")
  }

  @Test(arguments: TracingQuestion.all.map(\.name))
  func `an explanation speaks of the run at hand`(_ name: String) throws {
    // Questions of definition have one explanation for each of their answers.
    let instances = try instances(name)
    let explanations = Set(instances.map(\.question.why))
    #expect(explanations.count >= 5 || explanations.count == Set(instances.map(\.outcome)).count)
  }
}
