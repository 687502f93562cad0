import Checking

/// A rule of a task, and conversations worked out by hand that show it: what the value starts with, and
/// what it is told.
typealias ObjectRule = (check: Check, talks: [(setting: String, lines: [String])])

extension ConversationPart {
  /// The checks of one of an exercise's types.
  /// - Parameters:
  ///   - name: names the stream of random numbers.
  ///   - rules: the rules of the task, in the order in which a learner meets them.
  ///   - random: that whatever it is told, every answer is right.
  ///   - copies: that a copy does not change with its original.
  init<State>(
    name: String, object: SequentialObject<State>, rules: [ObjectRule], random: Check, copies: Check
  ) where Model == ObjectTalk<State> {
    let model = ObjectTalk(object)
    self.init(
      name: name, model: model,
      examples: rules.map { rule in
        Examples(
          check: rule.check,
          conversations: rule.talks.map { Conversation(model, $0.setting, $0.lines) })
      },
      random: random, copies: copies)
  }
}

/// Random lives of a value in which a rule shows.
struct ObjectLives: Sendable {
  /// How many may be told, and how many are kept back.
  var count: (shown: Int, keptBack: Int)
  /// How many lines the shortest and the longest have.
  var lines: ClosedRange<Int>
  /// How often each operation is drawn, in their order.
  var weights: [Int]
}

extension ConversationPart {
  /// The checks of one of an exercise's types, each with random lives of its own where it has some.
  /// - Parameter name: names the stream of random numbers.
  init<State>(
    name: String, object: SequentialObject<State>,
    _ rules: [(rule: ObjectRule, lives: ObjectLives?)]
  ) where Model == ObjectTalk<State> {
    let model = ObjectTalk(object)
    self.init(
      name: name, model: model,
      examples: rules.map { rule, lives in
        Examples(
          check: rule.check,
          conversations: rule.talks.map { Conversation(model, $0.setting, $0.lines) },
          drawn: lives.map { lives in
            Drawn(count: lives.count, lines: lives.lines) { isOdd, random in
              var setting = model.drawSetting(isOdd: isOdd, random: &random)
              setting.weights = lives.weights
              return setting
            }
          })
      },
      random: nil, copies: nil)
  }
}

extension NumberDomain {
  /// The smallest and the largest numbers, and zero.
  var ends: [Int128] {
    [range.lowerBound, range.lowerBound + 1, 0, range.upperBound - 1, range.upperBound]
      .filter(range.contains)
  }

  /// The number of a node.
  static let node = NumberDomain(0...Int128(UInt32.max))

  /// The number of what a line before has brought and is kept.
  static let kept = NumberDomain(1...10_000)
}
