/// One option of a question that is answered by choosing.
public struct Choice: Hashable, Sendable {
  /// The option, in Markdown.
  public let text: String
  /// True when choosing it is right.
  public let isRight: Bool
  /// The name of the misconception that makes a wrong option tempting: `equal is concurrent`; nil for
  /// a right option.
  public let misconception: String?
  /// Why it is right or wrong, in Markdown.
  public let why: String

  /// A right option.
  public static func right(_ text: String, why: String = "") -> Choice {
    Choice(text: text, isRight: true, misconception: nil, why: why)
  }

  /// A wrong option and the misconception it stands for.
  public static func wrong(_ text: String, _ misconception: String, why: String) -> Choice {
    Choice(text: text, isRight: false, misconception: misconception, why: why)
  }

  init(text: String, isRight: Bool, misconception: String?, why: String) {
    self.text = text
    self.isRight = isRight
    self.misconception = misconception
    self.why = why
  }

  /// The right option, and those wrong ones whose text differs from it and from each other's.
  static func distinct(_ right: Choice, _ wrong: [Choice]) -> [Choice] {
    var choices = [right]
    for choice in wrong where !choices.contains(where: { $0.text == choice.text }) {
      choices.append(choice)
    }
    return choices
  }
}
