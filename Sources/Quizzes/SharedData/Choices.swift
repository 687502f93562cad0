extension Choice {
  /// The right answer among wrong ones, each text once and in the order of the texts, so that the
  /// place gives nothing away. A wrong answer that comes out right is dropped.
  static func sorted(right: Choice, wrong: [Choice]) -> [Choice] {
    var choices = [right]
    for choice in wrong where !choices.contains(where: { $0.text == choice.text }) {
      choices.append(choice)
    }
    return choices.sorted { $0.text < $1.text }
  }
}
