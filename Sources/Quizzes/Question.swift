/// A question as it is asked: its values are chosen, its answer is known.
public struct Question: Hashable, Sendable {
  /// How it is answered, and what is right.
  public enum Answer: Hashable, Sendable {
    /// A few words or a number; `also` are other spellings that count, `mistakes` what somebody with a
    /// known misconception answers.
    case short(String, also: [String] = [], mistakes: [Choice] = [])
    /// One of several options; exactly one is right.
    case single([Choice])
    /// Any number of several options; all right ones and no other must be chosen.
    case multiple([Choice])
    /// Steps to be put into an order that keeps these rules. As they are given they are in one.
    case order([Choice], [Precedence])
  }

  /// The question, in Markdown.
  public let ask: String
  /// How it is answered.
  public let answer: Answer
  /// What is said once it is answered, in Markdown.
  public let why: String

  /// Describes a question.
  public init(ask: String, answer: Answer, why: String) {
    self.ask = ask
    self.answer = answer
    self.why = why
  }
}

/// One step comes before another.
public struct Precedence: Hashable, Sendable {
  /// The place of the earlier step among the steps as they are shown.
  public let first: Int
  /// The place of the later one.
  public let second: Int
  /// Why, in Markdown.
  public let why: String

  /// Puts one step before another.
  public init(_ first: Int, before second: Int, why: String) {
    self.first = first
    self.second = second
    self.why = why
  }
}
