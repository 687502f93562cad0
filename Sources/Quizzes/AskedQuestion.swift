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
  /// - Parameter seed: chooses a tracing question's values, a mutant, and the order of options.
  /// - Throws: an error at the item's place when it names no kind of tracing question, or code that is not
  ///   there.
  public init(_ item: QuizItem, seed: UInt64) throws(CurriculumError) {
    self = try PreparedQuestion(item).asked(seed: seed)
  }

  init(_ item: QuizItem, seed: UInt64, making make: (inout RandomSource) -> Question) {
    id = item.id
    section = item.section
    // Each question has its own stream, so that adding one changes no other.
    let seed = item.id.utf8.reduce(seed &+ 0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    var random = RandomSource(seed: seed)
    let question = make(&random)
    (self.question, givenOrder) = question.shuffled(by: &random)
  }

  /// The options in the order in which they are shown; none for a short answer.
  public var choices: [Choice] {
    switch question.answer {
    case .short, .order: []
    case .single(let choices), .multiple(let choices): choices
    }
  }

  /// The steps that are to be put in order, as they are shown; none where there is nothing to order.
  public var steps: [Choice] {
    if case .order(let steps, _) = question.answer { steps } else { [] }
  }

  /// The steps' places in the order in which they were written or happened.
  private let givenOrder: [Int]

  /// The letters of an order that can happen; empty where there is nothing to order.
  public var anOrder: String { givenOrder.map(Self.letter).joined(separator: ", ") }

  /// What is said of an order that breaks a rule: which step comes before which, and why.
  public func told(_ rule: Precedence) -> Choice {
    Choice(
      text: "\(Self.letter(rule.first)) comes before \(Self.letter(rule.second))", isRight: false,
      misconception: nil, why: rule.why)
  }

  /// Judges an answer as typed: words for a short answer, letters of the options otherwise (`b`,
  /// `a c`, `ac`), of the steps in their order (`b c a`).
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
    case .order(let steps, let rules):
      guard let order = order(typed, of: steps.count) else { return nil }
      let broken = rules.filter { rule in
        order.firstIndex(of: rule.first) ?? 0 > order.firstIndex(of: rule.second) ?? 0
      }
      return Judgement(
        isRight: broken.isEmpty, answer: anOrder, chosen: broken.prefix(1).map(told))
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
    guard let places = places(typed, below: choices.count), !places.isEmpty else { return nil }
    return Set(places).sorted()
  }

  /// All steps in the order in which they were typed.
  private func order(_ typed: String, of count: Int) -> [Int]? {
    guard let places = places(typed, below: count), places.count == count,
      Set(places).count == count
    else { return nil }
    return places
  }

  /// The places that letters name; nil for any other character than letters, blanks and commas.
  private func places(_ typed: String, below count: Int) -> [Int]? {
    let letters = (0..<count).map(Self.letter)
    var places: [Int] = []
    for character in typed.lowercased() where !character.isWhitespace && character != "," {
      guard let place = letters.firstIndex(of: String(character)) else { return nil }
      places.append(place)
    }
    return places
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

extension Question {
  /// The same question with its options in another order, and where each was before.
  fileprivate func shuffled(by random: inout RandomSource) -> (Question, places: [Int]) {
    switch answer {
    case .short: return (self, [])
    case .single(let choices):
      let choices = Self.shuffled(choices, by: &random)
      return (Question(ask: ask, answer: .single(choices), why: why), [])
    case .multiple(let choices):
      let choices = Self.shuffled(choices, by: &random)
      return (Question(ask: ask, answer: .multiple(choices), why: why), [])
    case .order(let steps, let rules):
      guard !rules.isEmpty else { return (self, Array(steps.indices)) }
      var places = Array(steps.indices)
      // As they are shown they are in no order that can happen.
      while rules.allSatisfy({ places[$0.first] < places[$0.second] }) {
        places = random.shuffled(places)
      }
      var shown = steps
      for (place, step) in zip(places, steps) { shown[place] = step }
      let moved = rules.map { Precedence(places[$0.first], before: places[$0.second], why: $0.why) }
      return (Question(ask: ask, answer: .order(shown, moved), why: why), places)
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
