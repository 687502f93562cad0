import Checking
import Simulation
import Wire

/// Checks of a value that is talked to line by line: conversations worked out by hand, and random ones.
struct ConversationPart<Model: ConversationModel>: SuitePart {
  typealias Talk = Conversation<Model>

  /// A check of conversations worked out by hand, and of random ones of its own where it has some.
  struct Examples: Sendable {
    let check: Check
    let conversations: [Talk]
    var drawn: Drawn?
  }

  /// Random conversations of one check.
  struct Drawn: Sendable {
    /// How many may be told, and how many are kept back.
    let count: (shown: Int, keptBack: Int)
    /// How many lines the shortest and the longest have.
    let lines: ClosedRange<Int>
    let setting: @Sendable (_ isOdd: Bool, inout RandomSource) -> Model.Setting
  }

  /// A conversation that went wrong.
  struct Finding {
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
  /// That whatever it is told, every answer is right; nil where the rules have random ones of their own.
  let random: Check?
  /// That a copy does not change with its original; nil where the value keeps copies by itself.
  let copies: Check?
  /// The random conversations: those of the part, and those of each example.
  private let randomTalks: RandomShares<Talk>
  private let ownTalks: [RandomShares<Talk>]

  init(
    name: String, model: Model, examples: [Examples], random: Check?, copies: Check?
  ) {
    self.name = name
    self.model = model
    self.examples = examples
    self.random = random
    self.copies = copies
    randomTalks = RandomShares(
      name, shown: { Self.shown(model, seed: $0) }, keptBack: { Self.keptBack(model, seed: $0) })
    ownTalks = examples.map { example in
      RandomShares("\(name)/\(example.check.name)") { seed in
        Self.draw(example.drawn, example.drawn?.count.shown, model, seed: seed) { $0 % 2 == 1 }
      } keptBack: { seed in
        Self.draw(example.drawn, example.drawn?.count.keptBack, model, seed: seed) { _ in true }
      }
    }
  }

  func stages(for key: InputKey) -> [Stage] {
    var stages = zip(examples, ownTalks).map { example, drawn in
      Stage(example.check, prepare: { drawn.prepare(key) }) { (subject) throws(Stop) in
        let verdict = try verdict(on: example.check, example.conversations, subject) {
          .examples(example.conversations.count)
        }
        // Who gets plain examples wrong is told so, whatever happens in others.
        guard verdict.isPassed, example.drawn != nil else { return verdict }
        return try self.verdict(on: example.check, drawn, key, subject)
      }
    }
    if let copies {
      stages.append(
        Stage(copies, prepare: { _ = randomTalks.shown(key) }) { (subject) throws(Stop) in
          try verdictOnCopies(copies, key, subject)
        })
    }
    if let random {
      stages.append(
        Stage(random, prepare: { randomTalks.prepare(key) }) { (subject) throws(Stop) in
          try verdict(on: random, randomTalks, key, subject)
        })
    }
    return stages
  }

  func makesValue(in program: inout Program) -> Bool {
    guard let talk = examples.first?.conversations.first else { return false }
    program.make(0) { model.arguments(talk.setting).write(to: &$0) }
    return true
  }

  // MARK: Inputs

  /// The random conversations that may be told.
  func shown(_ key: InputKey) -> [Talk] { randomTalks.shown(key) }

  private static func shown(_ model: Model, seed: UInt64) -> [Talk] {
    var random = RandomSource(seed: seed)
    let drawn = (0..<160).map {
      // Most are short, since a short one is easier to follow; some go on for long.
      Talk(
        model, count: $0 % 10 == 9 ? model.longest : 8 + $0 % 40, isOdd: $0 >= 100, random: &random
      )
    }
    let own = model.ownBeginnings(random: &random)
    return drawn + own.map { Talk(model, $0, random: &random) }
  }

  private static func keptBack(_ model: Model, seed: UInt64) -> [Talk] {
    var random = RandomSource(seed: seed)
    return (0..<40).map {
      Talk(model, count: $0 % 10 == 9 ? model.longest : 20 + $0, isOdd: true, random: &random)
    }
  }

  private static func draw(
    _ drawn: Drawn?, _ count: Int?, _ model: Model, seed: UInt64, isOdd: (Int) -> Bool
  ) -> [Talk] {
    guard let drawn, let count else { return [] }
    var random = RandomSource(seed: seed)
    return (0..<count).map { place in
      Talk(
        model, drawn.setting(isOdd(place), &random),
        count: drawn.lines.lowerBound + random.index(below: drawn.lines.count), random: &random)
    }
  }

  // MARK: Asking

  /// How many lines one exchange may hold, so that a slow submission stays within its time.
  private static var exchangeLimit: Int { 2_000 }

  func answers(
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
    if answers == talk.answers { return nil }
    var shadow = model.shadow(talk.setting)
    for (place, (line, answer)) in zip(talk.lines, answers).enumerated() {
      if let sentence = model.complaint(about: answer, to: line, &shadow) {
        return Finding(talk: talk, answers: answers, place: place, sentence: sentence)
      }
    }
    return nil
  }

  func firstFailing(
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
      if let earlier = try findingBeforeStop(error, among: talks, subject) {
        return .failed(try failure(check, earlier, subject))
      }
      return try stopped(check, by: error, among: talks, subject)
    }
    guard let finding else { return .passed(strength()) }
    return .failed(try failure(check, finding, subject))
  }

  /// The first of these conversations that goes wrong, where none before it stops the submission: who gets
  /// plain ones wrong is told so, whatever happens in others.
  private func findingBeforeStop(
    _ stop: Stop, among talks: [Talk], _ subject: any Subject
  ) throws(Stop) -> Finding? {
    if stop.endsGrading { throw stop }
    if case .timeLimit = stop { return nil }
    try subject.restart()
    do throws(Stop) {
      for talk in talks {
        if let finding = try firstFailing(of: [talk], on: subject) { return finding }
      }
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
    }
    return nil
  }

  private func verdict(
    on check: Check, _ drawn: RandomShares<Talk>, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let talks = drawn.shown(key).sorted { $0.lines.count < $1.lines.count }
    let lineCount = talks.reduce(0) { $0 + $1.lines.count }
    return try verdict(on: check, talks, subject) { .schedules(talks.count, steps: lineCount) }
      .decided { () throws(Stop) in
        let finding = try firstFailing(of: drawn.keptBack(key), on: subject)
        return finding.map { .failed(Failure(message: $0.sentence)) } ?? .passed(.cases(1))
      }
  }

  func told(
    _ check: Check, _ talk: Talk, _ answers: [Model.Words.Answer], place: Int, _ sentence: String
  ) -> Failure {
    told(check, Finding(talk: talk, answers: answers, place: place, sentence: sentence))
  }

  // MARK: Telling

  func told(_ check: Check, _ finding: Finding, remark: String = "") -> Failure {
    let texts = finding.answers.map(model.text)
    return Failure(
      message: finding.sentence + remark,
      counterexample: run(
        check, finding.talk, upTo: finding.place, answers: texts, violation: finding.sentence))
  }

  func run(
    _ check: Check, _ talk: Talk, upTo end: Int, answers: [String], violation: String
  ) -> Counterexample {
    let lines = Array(talk.lines.prefix(end + 1))
    var lanes = [model.subject]
    for line in lines {
      if let speaker = model.speaker(of: line), !lanes.contains(speaker) { lanes.append(speaker) }
    }
    var steps = stretches(of: lines).map { places -> Counterexample.Step in
      let (line, last) = (lines[places.lowerBound], places.upperBound - 1)
      let text = model.text(line) + ending(lines[places])
      let speaker = model.speaker(of: line).flatMap { lanes.firstIndex(of: $0) }
      return .init(
        event: speaker.map { .delivery(from: $0, to: 0, label: text, sentIn: nil) }
          ?? .local(lane: 0, label: text),
        sentence: model.sentence(line) + ending(lines[places]),
        state: last < answers.count ? answers[last] : nil)
    }
    // What it is told to be, unless all begin alike.
    let setting = talk.setting.description
    if let first = steps.first, setting.contains(where: \.isNumber) {
      steps[0].sentence = "\(model.subject) at the start: \(setting); \(first.sentence)"
    }
    if steps.isEmpty {
      // A submission may stop before it is told anything.
      steps = [
        .init(
          event: .local(lane: 0, label: "at the start: \(talk.setting)"),
          sentence: "\(model.subject) at the start: \(talk.setting)")
      ]
    }
    return Counterexample(
      lanes: lanes, initialStates: lanes.map { _ in "" }, steps: steps,
      violation: .init(sentence: violation, steps: [steps.count - 1]), isShortest: false,
      schedule: Schedule(
        check: check.name, setting: talk.setting.description, events: lines.map(model.text)))
  }

  /// What a submission that has stopped stops on: the first beginning of a conversation that stops it.
  func stopped(
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

  // MARK: Again

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    guard random != nil else { return .passed(.cases(0)) }
    let talks = Array(shown(key).prefix(60))
    if let failure = try difference(check, talks, subject) { return .failed(failure) }
    let answers = try answers(to: talks, from: subject).joined()
    guard Set(answers.filter(model.isTelling)).count > 2 else {
      return .notReached("nothing comes of what is told, so there is nothing to compare")
    }
    return try Verdict.passed(.cases(talks.count)).decided { () throws(Stop) in
      try difference(check, randomTalks.keptBack(key), subject).map(Verdict.failed)
        ?? .passed(.cases(1))
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
      lines.count <= 400, model.isFair(lines, setting)
    else { return nil }
    let talk = Talk(setting, lines)
    do throws(Stop) {
      if check == copies {
        if let failure = try copyFailure(check, talk, subject) { return .failed(failure) }
        let failure = try separationFailure(check, talk, subject)
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
