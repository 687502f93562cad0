import Checking
import Wire

// That a copy does not change with its original, nor its original with it.

extension ConversationPart {
  /// Copies are made at every line, and each is led on as its original was, in another order.
  func verdictOnCopies(
    _ copies: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    // A copy at every line of a very long one would be a copy of much, often.
    let talks =
      examples.flatMap(\.conversations).map { Talk($0.setting, few($0.lines)) }
      + shown(key).prefix(20).map { Talk($0.setting, Array($0.lines.prefix(100))) }
    var lineCount = 0
    for talk in talks where !talk.lines.isEmpty {
      do throws(Stop) {
        if let failure = try copyFailure(copies, talk, subject) { return .failed(failure) }
        if let failure = try separationFailure(copies, talk, subject) { return .failed(failure) }
      } catch {
        return try stopped(copies, by: error, among: [talk], subject)
      }
      lineCount += talk.lines.count
    }
    return .passed(.examples(lineCount))
  }

  /// The first lines of a conversation: not many, and not many things in them.
  private func few(_ lines: [Model.Line]) -> [Model.Line] {
    var effort = 150
    return Array(
      lines.prefix(60).prefix { line in
        effort -= model.weight(of: line)
        return effort >= 0
      })
  }

  func copyFailure(
    _ copies: Check, _ talk: Talk, _ subject: any Subject
  ) throws(Stop) -> Failure? {
    var inquiry = Inquiry<Model.Words>()
    inquiry.make(0, model.arguments(talk.setting))
    for (place, line) in talk.lines.enumerated() {
      inquiry.copy(0, to: place + 1)
      inquiry.call(0, model.call(line, talk.setting))
    }
    // The oldest copy last: whatever the younger ones do must not show in it.
    for place in talk.lines.indices.reversed() {
      inquiry.call(place + 1, model.call(talk.lines[place], talk.setting))
    }
    // And the other way round: the copy goes first, and must not show in the original.
    inquiry.make(0, model.arguments(talk.setting))
    for line in talk.lines {
      inquiry.copy(0, to: 1)
      inquiry.call(1, model.call(line, talk.setting))
      inquiry.call(0, model.call(line, talk.setting))
    }
    // Last, each copy is told something else, and must not show in the original either.
    var shadow = model.shadow(talk.setting)
    let others = talk.lines.indices.map { place -> Model.Line? in
      let other = talk.lines[(place + 3) % talk.lines.count]
      defer { _ = model.tell(talk.lines[place], &shadow) }
      let isFair = model.isFair(
        other, after: Array(talk.lines[..<place]), shadow, talk.setting)
      return isFair ? other : nil
    }
    inquiry.make(0, model.arguments(talk.setting))
    for (line, other) in zip(talk.lines, others) {
      if let other {
        inquiry.copy(0, to: 1)
        inquiry.call(1, model.call(other, talk.setting))
      }
      inquiry.call(0, model.call(line, talk.setting))
    }
    var answers = try inquiry.replies(from: subject).answers
    let count = talk.lines.count
    var last = answers[(4 * count)...]
    answers.removeLast(last.count)
    for place in talk.lines.indices {
      let line = "after line \(place), \(model.text(talk.lines[place])) brings "
      let (original, copy) = (answers[place], answers[2 * count - 1 - place])
      if original != copy {
        return told(
          copies, talk, answers, place: count - 1,
          line + "\(model.text(original)); told to a copy that was made before it, after the "
            + "original went on, it brings \(model.text(copy))")
      }
      let (first, second) = (answers[2 * (count + place)], answers[2 * (count + place) + 1])
      if first != second {
        return told(
          copies, talk, answers, place: place,
          line + "\(model.text(first)) when a copy is told it, and \(model.text(second)) when the "
            + "original is told it next")
      }
      if let other = others[place] {
        last.removeFirst()
        let answer = last.first ?? original
        if answer != original {
          return told(
            copies, talk, answers, place: place,
            line + "\(model.text(original)); when a copy has been told \(model.text(other)) just "
              + "before, it brings \(model.text(answer))")
        }
      }
      last.removeFirst()
    }
    return nil
  }

  /// From its middle on, a conversation goes on with a copy in another order, in turn with the original.
  /// Both must answer as values that were told all this alone.
  func separationFailure(
    _ copies: Check, _ talk: Talk, _ subject: any Subject
  ) throws(Stop) -> Failure? {
    let middle = talk.lines.count / 2
    let (start, rest) = (Array(talk.lines[..<middle]), Array(talk.lines[middle...]))
    guard rest.count > 1 else { return nil }
    var other: [Model.Line] = []
    var shadow = model.shadow(talk.setting)
    for line in start { _ = model.tell(line, &shadow) }
    for line in rest[1...] + rest[..<1]
    where model.isFair(line, after: start + other, shadow, talk.setting) {
      _ = model.tell(line, &shadow)
      other.append(line)
    }
    // The original, its copy, and two that stay alone.
    var inquiry = Inquiry<Model.Words>()
    var slots: [Int] = []
    func tell(_ slot: Int, _ lines: some Sequence<Model.Line>) {
      for line in lines {
        inquiry.call(slot, model.call(line, talk.setting))
        slots.append(slot)
      }
    }
    for slot in [0, 2, 3] {
      inquiry.make(slot, model.arguments(talk.setting))
      tell(slot, start)
    }
    inquiry.copy(0, to: 1)
    for (place, line) in rest.enumerated() {
      tell(0, [line])
      tell(1, other.dropFirst(place).prefix(1))
    }
    tell(2, rest)
    tell(3, other)
    let answers = try inquiry.replies(from: subject).answers
    func told(_ slot: Int) -> [Model.Words.Answer] {
      zip(slots, answers).filter { $0.0 == slot }.map(\.1)
    }
    for (lines, together, alone, who) in [
      (rest, told(0), told(2), "the original"),
      (other, told(0).prefix(middle) + told(1), told(3), "the copy"),
    ] {
      for place in lines.indices where together[middle + place] != alone[middle + place] {
        return self.told(
          copies, Talk(talk.setting, start + lines), alone, place: middle + place,
          "after line \(middle) a copy is led on by itself, in turn with its original; then "
            + "\(model.text(lines[place])) told to \(who) brings "
            + "\(model.text(together[middle + place])), and alone it brings "
            + "\(model.text(alone[middle + place]))")
      }
    }
    return nil
  }
}
