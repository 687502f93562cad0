import Quizzes
import Simulation
import Testing

/// What tests read of a question.
enum Replay {
  static func question(_ name: String, _ seed: Int) throws -> Question {
    try #require(TracingQuestion.named(name)).question(seed: UInt64(seed))
  }

  /// The lines of the question's numbered list, without their numbers.
  static func lines(_ question: Question) -> [String] {
    question.ask.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^\d+\. (.*)/).map { String($0.1) }
    }
  }

  /// The texts of what is right.
  static func right(_ question: Question) -> [String] {
    switch question.answer {
    case .short(let answer, _, _): [answer]
    case .single(let choices), .multiple(let choices): choices.filter(\.isRight).map(\.text)
    case .order(let steps, _): steps.map(\.text)
    }
  }

  static func random(_ seed: UInt64) -> RandomSource { RandomSource(seed: seed) }
}
