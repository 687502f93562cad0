public import Simulation

/// A kind of question in which a run is followed by hand. Each time it is asked it has fresh values
/// from a seed, and the reference computes the answer.
///
/// A run is simulated, never put together from numbers drawn one by one: what is asked about could have
/// happened. It is drawn anew until some mistake leads to another answer than the right one, and until
/// the right answer is of the outcome whose turn it is, so that no answer can be guessed by its frequency.
public struct TracingQuestion: Sendable {
  /// A question made of one run.
  public struct Instance: Hashable, Sendable {
    /// The question as it is asked.
    public let question: Question
    /// Which of the kind's outcomes is right; any word where the kind names none.
    public let outcome: String

    /// Describes a question and what is right in it.
    public init(_ question: Question, outcome: String) {
      self.question = question
      self.outcome = outcome
    }
  }

  /// What it is called in quiz files: `vector-clock-trace`.
  public let name: String
  /// What can be right, each as often as the others; empty where the right answer is one of many numbers.
  public let outcomes: [String]
  private let draw: @Sendable (inout RandomSource) -> Instance?

  /// After so many runs without the wanted outcome another one is taken. Every kind finds its rarest
  /// outcome more than once in a hundred runs.
  private static let patience = 20_000

  /// Describes a kind of question.
  /// - Parameter draw: simulates a run and lets the reference answer, nil for a run in which every
  ///   mistake leads to the right answer; the same random numbers make the same question.
  public init(
    _ name: String, outcomes: [String] = [],
    draw: @escaping @Sendable (inout RandomSource) -> Instance?
  ) {
    self.name = name
    self.outcomes = outcomes
    self.draw = draw
  }

  /// The question that a seed makes, and what is right in it.
  public func instance(seed: UInt64) -> Instance {
    var random = RandomSource(seed: seed)
    let wanted = random.element(of: outcomes)
    var runs = 0
    while true {
      runs += 1
      guard let instance = draw(&random) else { continue }
      if wanted == nil || instance.outcome == wanted || runs > Self.patience { return instance }
    }
  }

  /// The question that a seed makes.
  public func question(seed: UInt64) -> Question {
    instance(seed: seed).question
  }
}

extension TracingQuestion.Instance {
  /// A question with one right option.
  ///
  /// Nil when no trap differs from the right option: then nobody who errs would be found out.
  /// - Parameters:
  ///   - traps: what somebody with a certain misconception answers to this very run.
  ///   - others: options that are wrong in every run.
  init?(
    ask: String, right: Choice, traps: [Choice], others: [Choice] = [], why: String,
    outcome: String = "any"
  ) {
    let tempting = Choice.distinct(right, traps)
    guard tempting.count > 1 else { return nil }
    let choices = Choice.distinct(right, traps + others)
    guard choices.count > 2 else { return nil }
    self.init(Question(ask: ask, answer: .single(choices), why: why), outcome: outcome)
  }

  /// A question that is answered by a number or a few words.
  ///
  /// Nil when no mistake leads to another answer.
  init?(
    ask: String, answer: String, also: [String] = [], mistakes: [Choice], why: String,
    outcome: String = "any"
  ) {
    let wrong = mistakes.filter { mistake in
      !([answer] + also).contains {
        ShortAnswer(mistake.text).saysTheSame(as: ShortAnswer($0))
      }
    }
    guard !wrong.isEmpty else { return nil }
    self.init(
      Question(ask: ask, answer: .short(answer, also: also, mistakes: wrong), why: why),
      outcome: outcome)
  }
}
