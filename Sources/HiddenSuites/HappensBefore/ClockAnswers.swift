import Dialects
import ExerciseKit

// What a submission is told of clocks, and what it answers, in numbers.

extension NumberDomain {
  /// A clock as it is written: `[n1: 3, n2: 0]`.
  static let clock = NumberDomain(listOf: "n#: #", [.node, .unsigned()], upTo: 1_500)
}

/// What `compare` and its two companions say of two clocks.
struct ClockOrder: Hashable, Sendable {
  static let relations: [Causality] = [.equal, .before, .after, .concurrent]

  var causality: Causality
  var happensBefore: Bool
  var isConcurrent: Bool

  /// Three answers that agree with each other.
  init(_ causality: Causality) {
    self.causality = causality
    happensBefore = causality == .before
    isConcurrent = causality == .concurrent
  }

  /// What an answer says; nil for one that says something else.
  init?(_ answer: ObjectWords.Answer) {
    let numbers = answer.numbers
    guard (answer.kind, numbers.count) == (2, 3) || (answer.kind, numbers.count) == (4, 4),
      numbers.allSatisfy({ (0...3).contains($0) })
    else { return nil }
    causality = Self.relations[Int(numbers[0])]
    happensBefore = numbers[1] == 1
    isConcurrent = numbers[2] == 1
  }

  var answer: ObjectWords.Answer {
    let order = Self.relations.firstIndex(of: causality) ?? 0
    return .init(2, [Int128(order), happensBefore ? 1 : 0, isConcurrent ? 1 : 0])
  }

  /// How the three contradict each other; nil when they do not.
  var contradiction: String? {
    let right = ClockOrder(causality)
    if happensBefore != right.happensBefore { return "happensBefore is \(happensBefore)" }
    return isConcurrent == right.isConcurrent ? nil : "isConcurrent is \(isConcurrent)"
  }
}

/// An answer as a learner sees it.
func clockText(_ answer: ObjectWords.Answer) -> String {
  let numbers = answer.numbers
  switch (answer.kind, numbers.count) {
  case (0, 0): return "done"
  case (1, _): return numbers.map(String.init).joined(separator: ", ")
  case (2, _):
    guard let order = ClockOrder(answer) else { break }
    return order.causality.rawValue + (order.contradiction.map { ", but \($0)" } ?? "")
  case (3, 2):
    return numbers[0] == 0 ? "false" : "true" + (numbers[1] == 1 ? "" : ", but their hashes differ")
  default: break
  }
  return "no answer of this kind"
}
