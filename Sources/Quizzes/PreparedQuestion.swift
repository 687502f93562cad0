public import Curriculum
import Simulation

/// A question of a quiz with all it takes from files read, so that it can be asked with many seeds.
public struct PreparedQuestion: Sendable {
  private enum Content {
    case fixed(Question)
    /// What stands before the run, and the kind of run.
    case tracing(lead: [String], TracingQuestion)
    case wrongLine([WrongLine])
  }

  private let item: QuizItem
  private let content: Content

  /// Reads what an item names.
  /// - Throws: an error at the item's place when it names no kind of tracing question, or code that is not
  ///   there.
  public init(_ item: QuizItem) throws(CurriculumError) {
    self.item = item
    switch item.kind {
    case .tracing(let name):
      guard let kind = TracingQuestion.named(name) else {
        let advice = suggestion(for: name, among: TracingQuestion.all.map(\.name))
        throw CurriculumError(
          item.diagnostic(at: "trace", "there is no tracing question '\(name)'; \(advice)"))
      }
      let code = try ShownCode.all(of: item).map(\.plain)
      content = .tracing(lead: ([item.ask] + code).filter { !$0.isEmpty }, kind)
    case .wrongLine(let names):
      content = .wrongLine(try WrongLine.all(names, in: item))
    case .order(let steps):
      content = .fixed(Question(ask: item.ask, answer: Self.order(steps), why: item.why))
    case .short(let answer, let also, _):
      content = .fixed(Question(ask: item.ask, answer: .short(answer, also: also), why: item.why))
    case .single(let options):
      content = .fixed(
        Question(ask: item.ask, answer: .single(options.map(Choice.init)), why: item.why))
    case .multiple(let options):
      content = .fixed(
        Question(ask: item.ask, answer: .multiple(options.map(Choice.init)), why: item.why))
    }
  }

  private static func order(_ steps: [QuizItem.Step]) -> Question.Answer {
    let rules = steps.enumerated().flatMap { place, step in
      step.after.map { Precedence($0, before: place, why: step.why) }
    }
    return .order(steps.map { .right($0.text) }, rules)
  }

  /// The question with the values that a seed chooses.
  public func asked(seed: UInt64) -> AskedQuestion {
    AskedQuestion(item, seed: seed) { random in
      switch content {
      case .fixed(let question): return question
      case .tracing(let lead, let kind):
        let made = kind.question(seed: random.next())
        return Question(
          ask: (lead + [made.ask]).joined(separator: "\n\n"), answer: made.answer, why: made.why)
      case .wrongLine(let lines): return WrongLine.question(item, among: lines, &random)
      }
    }
  }
}

extension Choice {
  fileprivate init(_ option: QuizItem.Option) {
    self.init(
      text: option.text, isRight: option.misconception == nil,
      misconception: option.misconception, why: option.why)
  }
}
