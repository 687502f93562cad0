/// What a small exercise asks for: one pure function of whole numbers.
///
/// Each small exercise has a protocol of its own with the function as a learner writes it, and that
/// protocol calls the function for the grader. A learner need not know of this one.
public protocol SmallFunction {
  /// The function's answer.
  /// - Parameter numbers: its arguments in order, a list's elements one after the other.
  static func answer(_ numbers: [Int]) -> SmallAnswer
}

/// What a small exercise's function answers.
public enum SmallAnswer: Hashable, Sendable {
  /// A whole number.
  case number(Int)
  /// Yes or no.
  case truth(Bool)
  /// One of several words, without the dot: `before`.
  case word(String)
  /// `nil`.
  case none

  /// A whole number, or nil.
  public init(_ number: Int?) { self = number.map(SmallAnswer.number) ?? .none }
}
