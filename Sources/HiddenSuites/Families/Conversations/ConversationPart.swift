import Checking
import Simulation
import Wire

/// Checks of a value that is talked to line by line: conversations worked out by hand, and random ones.
struct ConversationPart<Model: ConversationModel>: SuitePart {
  typealias Talk = Conversation<Model>

  /// A check of conversations worked out by hand.
  struct Examples: Sendable {
    let check: Check
    let conversations: [Talk]
  }

  /// A conversation that went wrong.
  private struct Finding {
    var talk: Talk
    var answers: [Model.Words.Answer]
    /// The line with the wrong answer.
    var place: Int
    var sentence: String
  }

  /// Names the stream of random numbers.
  let name: String
  let model: Model
  let examples: [Examples]
  let random: Check
  /// That a copy does not change with its original.
  let copies: Check

  func stages(for key: InputKey) -> [Stage] {
    examples.map { example in
      Stage(example.check) { (subject) throws(Stop) in
        try verdict(on: example.check, example.conversations, subject) {
          .examples(example.conversations.count)
        }
      }
    } + [
      Stage(copies) { (subject) throws(Stop) in try verdictOnCopies(key, subject) },
      Stage(random) { (subject) throws(Stop) in try verdictOnRandom(key, subject) },
    ]
  }

  // MARK: Inputs

  private func shown(_ key: InputKey) -> [Talk] {
    var random = RandomSource(seed: key.shownSeed(of: name))
    return (0..<160).map {
      // Most are short, since a short one is easier to follow; some go on for long.
      Talk(
        model, count: $0 % 20 == 19 ? model.longest : 8 + $0 % 40, isOdd: $0 >= 100, random: &random
      )
    }
  }

  private func keptBack(_ key: InputKey) -> [Talk] {
    var random = RandomSource(seed: key.keptSeed(of: name))
    return (0..<40).map {
      Talk(model, count: $0 % 10 == 9 ? model.longest : 20 + $0, isOdd: true, random: &random)
    }
  }

  // MARK: Asking

  /// How many lines one exchange may hold, so that a slow submission stays within its time.
  private static var exchangeLimit: Int { 2_000 }

  private func answers(
    to talks: [Talk], from subject: any Subject
  ) throws(Stop) -> [[Model.Words.Answer]] {
    var answers: [[Model.Words.Answer]] = []
    var rest = talks[...]
    while let first = rest.first {
      var inquiry = Inquiry<Model.Words>()
      var asked: [Talk] = []
      var next: Talk? = first
      while let talk = next {
        inquiry.make(0, model.arguments(talk.setting))
        for line in talk.lines { inquiry.call(0, model.call(line, talk.setting)) }
        asked.append(talk)
        rest.removeFirst()
        next = inquiry.callCount < Self.exchangeLimit ? rest.first : nil
      }
      var all = try inquiry.replies(from: subject).answers[...]
      for talk in asked {
        answers.append(Array(all.prefix(talk.lines.count)))
        all = all.dropFirst(talk.lines.count)
      }
    }
    return answers
  }

  private func fault(in talk: Talk, _ answers: [Model.Words.Answer]) -> Finding? {
    var shadow = model.shadow(talk.setting)
    for (place, (line, answer)) in zip(talk.lines, answers).enumerated() {
      if let sentence = model.complaint(about: answer, to: line, &shadow) {
        return Finding(talk: talk, answers: answers, place: place, sentence: sentence)
      }
    }
    return nil
  }

  private func firstFailing(
    of talks: [Talk], on subject: any Subject
  ) throws(Stop) -> Finding? {
    for (talk, answers) in zip(talks, try answers(to: talks, from: subject)) {
      if let finding = fault(in: talk, answers) { return finding }
    }
    return nil
  }

  // MARK: Verdicts

  private func verdict(
    on check: Check, _ talks: [Talk], _ subject: any Subject, strength: () -> Strength
  ) throws(Stop) -> Verdict {
    let finding: Finding?
    do throws(Stop) {
      finding = try firstFailing(of: talks, on: subject)
    } catch {
      return try stopped(check, by: error, among: talks, subject)
    }
    guard let finding else { return .passed(strength()) }
    return .failed(try failure(check, finding, subject))
  }

  private func verdictOnRandom(_ key: InputKey, _ subject: any Subject) throws(Stop) -> Verdict {
    let talks = shown(key).sorted { $0.lines.count < $1.lines.count }
    let lineCount = talks.reduce(0) { $0 + $1.lines.count }
    return try verdict(on: random, talks, subject) { .schedules(talks.count, steps: lineCount) }
      .decided { () throws(Stop) in
        let finding = try firstFailing(of: keptBack(key), on: subject)
        return finding.map { .failed(Failure(message: $0.sentence)) } ?? .passed(.cases(1))
      }
  }

  /// Copies are made at every line, and each is led on as its original was, in another order.
  private func verdictOnCopies(_ key: InputKey, _ subject: any Subject) throws(Stop) -> Verdict {
    // A copy at every line of a very long one would be a copy of much, often.
    let talks =
      examples.flatMap(\.conversations).map { Talk($0.setting, Array($0.lines.prefix(60))) }
      + shown(key).prefix(20).map { Talk($0.setting, Array($0.lines.prefix(100))) }
    var lineCount = 0
    for talk in talks where !talk.lines.isEmpty {
      do throws(Stop) {
        if let failure = try copyFailure(talk, subject) { return .failed(failure) }
        if let failure = try separationFailure(talk, subject) { return .failed(failure) }
      } catch {
        return try stopped(copies, by: error, among: [talk], subject)
      }
      lineCount += talk.lines.count
    }
    return .passed(.examples(lineCount))
  }

  private func copyFailure(_ talk: Talk, _ subject: any Subject) throws(Stop) -> Failure? {
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
    let others = talk.lines.indices.map { place -> Model.Line? in
      let other = talk.lines[(place + 3) % talk.lines.count]
      return model.isFair(Array(talk.lines[..<place]) + [other], talk.setting) ? other : nil
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
  private func separationFailure(_ talk: Talk, _ subject: any Subject) throws(Stop) -> Failure? {
    let middle = talk.lines.count / 2
    let (start, rest) = (Array(talk.lines[..<middle]), Array(talk.lines[middle...]))
    guard rest.count > 1 else { return nil }
    var other: [Model.Line] = []
    for line in rest[1...] + rest[..<1]
    where model.isFair(start + other + [line], talk.setting) {
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

  private func told(
    _ check: Check, _ talk: Talk, _ answers: [Model.Words.Answer], place: Int, _ sentence: String
  ) -> Failure {
    told(check, Finding(talk: talk, answers: answers, place: place, sentence: sentence))
  }

  /// The shortest conversation that leaving out lines comes to, in the plainest numbers.
  private func failure(
    _ check: Check, _ finding: Finding, _ subject: any Subject
  ) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      guard let own = try firstFailing(of: [finding.talk], on: subject) else {
        return told(
          check, finding,
          remark: "; asked by itself, this goes well, so answers depend on more than the value")
      }
      best = own
      var isShorter = true
      while isShorter {
        best.talk.lines = Array(best.talk.lines.prefix(best.place + 1))
        let talk = best.talk
        isShorter = false
        // Many lines at once, as long as that goes well, then fewer.
        var size = max(1, talk.lines.count / 2)
        while size > 0, !isShorter {
          if let finding = try firstFailing(of: shorter(than: talk, by: size), on: subject) {
            best = finding
            isShorter = true
          }
          size /= 2
        }
        if !isShorter, let finding = try firstFailing(of: plainer(than: talk), on: subject) {
          best = finding
          isShorter = true
        }
      }
    } catch {
      // The submission stops on something shorter. What was found before is wrong all the same.
      try subject.goOn(after: error)
      return told(
        check, best, remark: "; when something shorter was tried, the submission \(error.phrase)")
    }
    return told(check, best)
  }

  /// The same conversation without so many lines in a row, the last ones first.
  private func shorter(than talk: Talk, by size: Int) -> [Talk] {
    stride(from: talk.lines.count - size, through: 0, by: -size).map { place in
      var lines = talk.lines
      lines.removeSubrange(place..<(place + size))
      return Talk(talk.setting, lines)
    }.filter { model.isFair($0.lines, $0.setting) }
  }

  /// The same lines, one of them with a plainer number.
  private func plainer(than talk: Talk) -> [Talk] {
    talk.lines.indices.flatMap { place in
      model.simpler(than: talk.lines[place]).map { line in
        var lines = talk.lines
        lines[place] = line
        return Talk(talk.setting, lines)
      }
    }.filter { model.isFair($0.lines, $0.setting) }
  }

  // MARK: Telling

  private func told(_ check: Check, _ finding: Finding, remark: String = "") -> Failure {
    let texts = finding.answers.map(model.text)
    return Failure(
      message: finding.sentence + remark,
      counterexample: run(
        check, finding.talk, upTo: finding.place, answers: texts, violation: finding.sentence))
  }

  private func run(
    _ check: Check, _ talk: Talk, upTo end: Int, answers: [String], violation: String
  ) -> Counterexample {
    let lines = Array(talk.lines.prefix(end + 1))
    var lanes = [model.subject]
    for line in lines {
      if let speaker = model.speaker(of: line), !lanes.contains(speaker) { lanes.append(speaker) }
    }
    return Counterexample(
      lanes: lanes, initialStates: lanes.map { _ in "" },
      steps: lines.enumerated().map { place, line in
        let text = model.text(line)
        let speaker = model.speaker(of: line).flatMap { lanes.firstIndex(of: $0) }
        return .init(
          event: speaker.map { .delivery(from: $0, to: 0, label: text, sentIn: nil) }
            ?? .local(lane: 0, label: text),
          sentence: model.sentence(line),
          state: place < answers.count ? answers[place] : nil)
      },
      violation: .init(sentence: violation, steps: [max(0, lines.count - 1)]), isShortest: false,
      schedule: Schedule(
        check: check.name, setting: talk.setting.description, events: lines.map(model.text)))
  }

  /// What a submission that has stopped stops on: the first beginning of a conversation that stops it.
  private func stopped(
    _ check: Check, by stop: Stop, among talks: [Talk], _ subject: any Subject
  ) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    // To wait for what is too slow a second time tells little for much.
    if case .timeLimit = stop { return .stopped(stop, nil) }
    for talk in talks {
      for count in 0...talk.lines.count {
        let beginning = Talk(talk.setting, Array(talk.lines.prefix(count)))
        guard let end = try end(of: beginning, subject) else { continue }
        let (short, last) = try shortened(beginning, end, subject)
        return .stopped(
          last,
          run(
            check, short, upTo: max(0, short.lines.count - 1), answers: [],
            violation: "then the submission \(last.phrase)"))
      }
    }
    return .stopped(stop, nil)
  }

  /// How a conversation stops a submission, which is then started afresh; nil when it does not.
  private func end(of talk: Talk, _ subject: any Subject) throws(Stop) -> Stop? {
    do throws(Stop) {
      _ = try answers(to: [talk], from: subject)
      return nil
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return error
    }
  }

  /// A shorter conversation that stops the submission too, found in a bounded number of tries: each costs
  /// a worker.
  private func shortened(
    _ talk: Talk, _ stop: Stop, _ subject: any Subject
  ) throws(Stop) -> (Talk, Stop) {
    var best = (talk, stop)
    var triesLeft = 60
    var size = talk.lines.count / 2
    while size > 0, triesLeft > 0 {
      var isShorter = false
      for candidate in shorter(than: best.0, by: size) where triesLeft > 0 {
        triesLeft -= 1
        guard let end = try end(of: candidate, subject) else { continue }
        best = (candidate, end)
        isShorter = true
        break
      }
      if !isShorter { size /= 2 }
      size = min(size, best.0.lines.count / 2)
    }
    return best
  }

  // MARK: Again

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let talks = Array(shown(key).prefix(60))
    if let failure = try difference(check, talks, subject) { return .failed(failure) }
    let answers = try answers(to: talks, from: subject).joined()
    guard Set(answers.filter(model.isTelling)).count > 2 else {
      return .notReached("nothing comes of what is told, so there is nothing to compare")
    }
    return try Verdict.passed(.cases(talks.count)).decided { () throws(Stop) in
      try difference(check, keptBack(key), subject).map(Verdict.failed) ?? .passed(.cases(1))
    }
  }

  private func difference(
    _ check: Check, _ talks: [Talk], _ subject: any Subject
  ) throws(Stop) -> Failure? {
    let once = try answers(to: talks, from: subject)
    let again = Array(try answers(to: talks.reversed(), from: subject).reversed())
    for (talk, (one, other)) in zip(talks, zip(once, again)) {
      guard let place = one.indices.first(where: { one[$0] != other[$0] }) else { continue }
      let sentence =
        "\(model.text(talk.lines[place])) brings \(model.text(one[place])), and when all is said "
        + "again \(model.text(other[place]))"
      return told(
        check, Finding(talk: talk, answers: one, place: place, sentence: sentence))
    }
    return nil
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    let lines = schedule.events.compactMap(model.line)
    guard let setting = model.setting(schedule.setting), lines.count == schedule.events.count,
      (1...400).contains(lines.count), model.isFair(lines, setting)
    else { return nil }
    let talk = Talk(setting, lines)
    do throws(Stop) {
      if check == copies {
        if let failure = try copyFailure(talk, subject) { return .failed(failure) }
        let failure = try separationFailure(talk, subject)
        return failure.map(Verdict.failed) ?? .passed(.examples(lines.count))
      }
      guard check == random || examples.contains(where: { $0.check == check }) else {
        return try difference(check, [talk], subject).map(Verdict.failed) ?? .passed(.cases(1))
      }
      let finding = try firstFailing(of: [talk], on: subject)
      return finding.map { .failed(told(check, $0)) } ?? .passed(.examples(1))
    } catch {
      return try stopped(check, by: error, among: [talk], subject)
    }
  }
}
