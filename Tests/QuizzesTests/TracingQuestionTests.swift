import Quizzes
import Testing

@Suite("Tracing questions")
struct TracingQuestionTests {
  /// Made once for all that is asked of them.
  private struct Asked {
    let kind: TracingQuestion
    let instances: [TracingQuestion.Instance]

    init(_ name: String) throws {
      kind = try #require(TracingQuestion.named(name))
      instances = (0..<200).map { [kind] in kind.instance(seed: $0) }
    }
  }

  @Test(arguments: TracingQuestion.all.map(\.name))
  func `questions differ by their seeds, set a trap, and cannot be guessed`(_ name: String) throws {
    let asked = try Asked(name)
    for seed in 0..<3 {
      #expect(asked.instances[seed] == asked.kind.instance(seed: UInt64(seed)))
    }
    #expect(Set(asked.instances.prefix(20).map { asksFor($0.question) }).count > 5)
    for (seed, instance) in asked.instances.enumerated() {
      expectTrap(in: instance.question, seed: seed)
    }
    expectBalance(asked)
    // Questions of definition have one explanation for each of their answers.
    let explanations = Set(asked.instances.map(\.question.why)).count
    #expect(explanations >= 3 || explanations == Set(asked.instances.map(\.outcome)).count)
  }

  /// What is asked, and what is to be ordered.
  private func asksFor(_ question: Question) -> [String] {
    guard case .order(let steps, _) = question.answer else { return [question.ask] }
    return [question.ask] + steps.map(\.text)
  }

  private func expectTrap(in question: Question, seed: Int) {
    switch question.answer {
    case .short(let answer, let also, let mistakes):
      #expect(!answer.isEmpty)
      #expect(!mistakes.isEmpty, "seed \(seed): no mistake leads elsewhere")
      #expect(!mistakes.contains { ([answer] + also).contains($0.text) }, "seed \(seed)")
    case .single(let choices):
      #expect(choices.count >= 3, "seed \(seed)")
      #expect(choices.count { $0.isRight } == 1, "seed \(seed)")
      #expect(Set(choices.map(\.text)).count == choices.count, "seed \(seed)")
    case .multiple(let choices):
      #expect(choices.contains { $0.isRight } && choices.contains { !$0.isRight }, "seed \(seed)")
      #expect(Set(choices.map(\.text)).count == choices.count, "seed \(seed)")
    case .order(let steps, let rules):
      #expect(steps.count >= 4 && !rules.isEmpty, "seed \(seed)")
      #expect(Set(steps.map(\.text)).count == steps.count, "seed \(seed)")
      #expect(rules.allSatisfy { $0.first < $0.second && !$0.why.isEmpty }, "seed \(seed)")
    }
  }

  /// Each outcome is right in 15 to 60 of a hundred, and no answer in more.
  private func expectBalance(_ asked: Asked) {
    var outcomes: [String: Int] = [:]
    var answers: [String: Int] = [:]
    for instance in asked.instances {
      outcomes[instance.outcome, default: 0] += 1
      let right = Replay.right(instance.question).sorted().joined(separator: ", ")
      answers[right, default: 0] += 1
    }
    if !asked.kind.outcomes.isEmpty {
      #expect(outcomes.keys.sorted() == asked.kind.outcomes.sorted())
      for (outcome, count) in outcomes {
        #expect((30...120).contains(count), "\(outcome) is right in \(count) of 200")
      }
    }
    let commonest = answers.max { ($0.value, $0.key) < ($1.value, $1.key) }
    #expect((commonest?.value ?? 0) <= 120, "\(commonest?.key ?? "")")
  }
}
