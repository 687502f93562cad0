extension AskedQuestion {
  /// An option as it is written, and then the mistake behind it or why it is right, in Markdown.
  public func told(_ choice: Choice) -> String {
    let letter = choices.firstIndex(of: choice).map { "**\(Self.letter($0))**  " }
    let mistake = choice.misconception.map { "*The mistake: \($0).* " } ?? ""
    let isSentence = choice.text.last.map { ".!?".contains($0) } ?? false
    let reason = mistake + choice.why
    return (letter ?? "") + "**\(choice.text)**"
      + (reason.isEmpty ? "" : (isSentence ? " " : ": ") + reason)
  }
}
