// Many lines alike, told as one.

extension ConversationPart {
  /// How many lines alike are told one by one.
  private static var longestTold: Int { 6 }

  /// The lines one by one, but for long stretches in which each goes on from the one before in one way. The last
  /// line, at which something is wrong, stands by itself.
  func stretches(of lines: [Model.Line]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    while start < lines.count {
      var end = start + 1
      if end < lines.count - 1, let step = model.step(from: lines[start], to: lines[end]) {
        while end < lines.count - 1, model.step(from: lines[end - 1], to: lines[end]) == step {
          end += 1
        }
      }
      if end - start <= Self.longestTold { end = start + 1 }
      stretches.append(start..<end)
      start = end
    }
    return stretches
  }

  /// What is said of a stretch beside its first line.
  func ending(_ stretch: ArraySlice<Model.Line>) -> String {
    guard let first = stretch.first, let last = stretch.last, stretch.count > 1 else { return "" }
    return first == last
      ? ", \(stretch.count) times" : ", and so on up to \(model.text(last))"
  }
}
