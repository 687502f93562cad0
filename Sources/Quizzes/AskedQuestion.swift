public import Curriculum
import Simulation

/// A question of a quiz with its values chosen and its options in the order in which they are shown.
public struct AskedQuestion: Hashable, Sendable, Identifiable {
  /// What the question is called, unique in the book.
  public let id: String
  /// The section it belongs to.
  public let section: String
  /// The question, its answer and what is said afterwards.
  public let question: Question

  /// Prepares an item of a quiz.
  /// - Parameter seed: chooses a tracing question's values and the order of options.
  /// - Throws: an error at the item's place when it names no kind of tracing question.
  public init(_ item: QuizItem, seed: UInt64) throws(CurriculumError) {
    id = item.id
    section = item.section
    // Each question has its own stream, so that adding one changes no other.
    let seed = item.id.utf8.reduce(seed &+ 0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    var random = RandomSource(seed: seed)
    let question: Question
    switch item.kind {
    case .tracing(let name):
      guard let kind = TracingQuestion.named(name) else {
        let advice = suggestion(for: name, among: TracingQuestion.all.map(\.name))
        throw CurriculumError(
          item.diagnostic(at: "trace", "there is no tracing question '\(name)'; \(advice)"))
      }
      question = kind.question(seed: random.next())
    case .short(let answer, let also, _):
      question = Question(ask: item.ask, answer: .short(answer, also: also), why: item.why)
    case .single(let options):
      question = Question(
        ask: item.ask, answer: .single(options.map(Choice.init)), why: item.why)
    case .multiple(let options):
      question = Question(
        ask: item.ask, answer: .multiple(options.map(Choice.init)), why: item.why)
    }
    self.question = question.shuffled(by: &random)
  }

  /// The options in the order in which they are shown; none for a short answer.
  public var choices: [Choice] {
    switch question.answer {
    case .short: []
    case .single(let choices), .multiple(let choices): choices
    }
  }

  /// Judges an answer as typed: words for a short answer, letters of the options otherwise (`b`,
  /// `a c`, `ac`).
  /// - Returns: nil when what was typed is no answer to this kind of question.
  public func judge(_ typed: String) -> Judgement? {
    switch question.answer {
    case .short(let answer, let also, let mistakes):
      let given = ShortAnswer(typed)
      guard !given.isEmpty else { return nil }
      let isRight = ([answer] + also).contains { given.saysTheSame(as: ShortAnswer($0)) }
      let made = mistakes.filter { given.saysTheSame(as: ShortAnswer($0.text)) }
      return Judgement(isRight: isRight, answer: answer, chosen: isRight ? [] : made)
    case .single(let choices):
      guard let chosen = chosen(typed, among: choices), chosen.count == 1 else { return nil }
      return judgement(of: chosen, among: choices)
    case .multiple(let choices):
      guard let chosen = chosen(typed, among: choices) else { return nil }
      return judgement(of: chosen, among: choices)
    }
  }

  private func judgement(of chosen: [Int], among choices: [Choice]) -> Judgement {
    let right = choices.indices.filter { choices[$0].isRight }
    return Judgement(
      isRight: chosen == right,
      answer: right.map(Self.letter).joined(separator: ", "), chosen: chosen.map { choices[$0] })
  }

  /// The letter of the option at `index`.
  public static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))
  }

  private func chosen(_ typed: String, among choices: [Choice]) -> [Int]? {
    var indices: Set<Int> = []
    for character in typed.lowercased() where !character.isWhitespace && character != "," {
      let letters = choices.indices.map(Self.letter)
      guard let index = letters.firstIndex(of: String(character)) else { return nil }
      indices.insert(index)
    }
    return indices.isEmpty ? nil : indices.sorted()
  }
}

/// What an answer is worth.
public struct Judgement: Hashable, Sendable {
  /// True when the answer is right.
  public let isRight: Bool
  /// The right answer: words, or the letters of the right options.
  public let answer: String
  /// The options that were chosen; for a short answer the known mistakes that lead to it.
  public let chosen: [Choice]
}

extension Choice {
  fileprivate init(_ option: QuizItem.Option) {
    self.init(
      text: option.text, isRight: option.misconception == nil,
      misconception: option.misconception, why: option.why)
  }
}

extension Question {
  /// The same question with its options in another order.
  fileprivate func shuffled(by random: inout RandomSource) -> Question {
    switch answer {
    case .short: return self
    case .single(let choices):
      return Question(ask: ask, answer: .single(Self.shuffled(choices, by: &random)), why: why)
    case .multiple(let choices):
      return Question(ask: ask, answer: .multiple(Self.shuffled(choices, by: &random)), why: why)
    }
  }

  private static func shuffled(_ choices: [Choice], by random: inout RandomSource) -> [Choice] {
    var choices = choices
    for last in stride(from: choices.count - 1, to: 0, by: -1) {
      choices.swapAt(last, random.index(below: last + 1))
    }
    return choices
  }
}
