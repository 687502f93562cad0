import Checking
import Wire

/// Checks of pure functions: rows worked out by hand, laws, and an oracle over generated numbers.
struct TablePart<Words: Vocabulary>: SuitePart where Words.Answer: Hashable {
  /// Names the streams of random numbers.
  let name: String
  let table: FunctionTable<Words>
  let checks: [TableCheck<Words>]
  /// What each check asks.
  private let inputs: [RandomShares<TableCase<Words>>]

  init(name: String, table: FunctionTable<Words>, checks: [TableCheck<Words>]) {
    self.name = name
    self.table = table
    self.checks = checks
    inputs = checks.map { check in
      RandomShares("\(name)/\(check.check.name)") {
        check.shownCases(of: table, seed: $0)
      } keptBack: {
        check.keptBackCases(of: table, seed: $0)
      }
    }
  }

  func stages(for key: InputKey) -> [Stage] {
    zip(checks, inputs).map { check, inputs in
      Stage(check.check, prepare: { inputs.prepare(key) }) { (subject) throws(Stop) in
        try verdict(on: check, inputs, key, subject)
      }
    }
  }

  private func verdict(
    on check: TableCheck<Words>, _ inputs: RandomShares<TableCase<Words>>, _ key: InputKey,
    _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = TableExaminer(table: table, check: check.check, subject: subject)
    let (shown, kept) = (inputs.shown(key), inputs.keptBack(key))
    func failed(_ finding: TableExaminer<Words>.Finding) throws(Stop) -> Verdict {
      if case .rows = check.look { return .failed(examiner.told(finding)) }
      return .failed(try examiner.failure(from: finding))
    }
    let finding: TableExaminer<Words>.Finding?
    let answers: [[Words.Answer]]
    do throws(Stop) {
      answers = try examiner.answers(to: shown)
      finding = examiner.firstFailing(of: shown, answers)
    } catch {
      if let earlier = try examiner.findingBeforeStop(error, among: shown) {
        return try failed(earlier)
      }
      return try examiner.stopped(by: error, among: shown)
    }
    if let finding { return try failed(finding) }
    guard case .rows = check.look else {
      if let vacuous = vacuity(of: check, shown, answers) { return vacuous }
      return try Verdict.passed(.cases(shown.count)).decided { () throws(Stop) in
        let finding = try examiner.firstFailing(of: kept)
        return finding.map { .failed(examiner.told($0)) } ?? .passed(.cases(kept.count))
      }
    }
    return .passed(.examples(shown.count))
  }

  /// A function that answers the same whatever it is asked, or never what a law is about, keeps the law and
  /// shows nothing.
  private func vacuity(
    of check: TableCheck<Words>, _ cases: [TableCase<Words>], _ answers: [[Words.Answer]]
  ) -> Verdict? {
    guard case .laws = check.look else { return nil }
    var told: [Int: (right: Set<Words.Answer>, given: Set<Words.Answer>)] = [:]
    for (question, answer) in zip(cases.flatMap(\.questions), answers.joined()) {
      // Two different ones are as good as all.
      guard told[question.function].map({ $0.given.count < 2 }) ?? true else { continue }
      told[question.function, default: ([], [])].right.insert(table.expected(question))
      told[question.function, default: ([], [])].given.insert(answer)
    }
    for (index, answers) in told.sorted(by: { $0.key < $1.key }) where answers.right.count > 1 {
      guard answers.given.count == 1, let only = answers.given.first else { continue }
      return .notReached(
        "\(table.functions[index].name) answers \(table.text(only)) whatever it is asked, so there is nothing "
          + "to check")
    }
    let isTelling = zip(cases, answers).contains { $0.isTelling($1) }
    return isTelling ? nil : .notReached("no answer was ever one that this is about")
  }

  // MARK: Asking twice

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    var oracles = zip(checks, inputs).filter { check, _ in
      switch check.look {
      case .oracle, .given: true
      case .rows, .laws: false
      }
    }.map(\.1)
    if oracles.isEmpty { oracles = [inputs[0]] }
    let shown = oracles.flatMap { $0.shown(key) }
    let all = shown.flatMap(\.questions)
    let questions = stride(from: 0, to: all.count, by: max(1, all.count / 150)).map { all[$0] }
    if let failure = try difference(check, in: questions, on: subject) { return .failed(failure) }
    var told: [Int: Set<Words.Answer>] = [:]
    for (question, answer) in zip(questions, try table.answers(to: questions, from: subject)) {
      told[question.function, default: []].insert(answer)
    }
    guard told.values.contains(where: { $0.count > 1 }) else {
      return .notReached("no function has two different answers, so there is nothing to compare")
    }
    let kept = oracles.flatMap { $0.keptBack(key) }.flatMap(\.questions)
    return try Verdict.passed(.cases(questions.count)).decided { () throws(Stop) in
      try difference(check, in: kept, on: subject).map(Verdict.failed)
        ?? .passed(.cases(kept.count))
    }
  }

  /// A question that is answered in two ways when all are asked a second time in the other order.
  private func difference(
    _ check: Check, in questions: [FunctionTable<Words>.Question], on subject: any Subject
  ) throws(Stop) -> Failure? {
    let answers = try table.answers(to: questions, from: subject)
    let again = Array(try table.answers(to: questions.reversed(), from: subject).reversed())
    // What is no number is not equal to itself, but told alike it is the same answer.
    let differing = questions.indices.first {
      answers[$0] != again[$0] && table.text(answers[$0]) != table.text(again[$0])
    }
    guard let index = differing else { return nil }
    let text = table.text(questions[index])
    let sentence =
      "\(text) is \(table.text(answers[index])), and asked again \(table.text(again[index]))"
    let examiner = TableExaminer(table: table, check: check, subject: subject)
    var run = examiner.run(
      TableCase(questions[index], of: table), violation: sentence, states: [])
    run.schedule.events = questions.map(table.text)
    return Failure(message: sentence, counterexample: run)
  }

  // MARK: Replaying

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    let questions = schedule.events.compactMap(table.question)
    guard questions.count == schedule.events.count, (1...400).contains(questions.count),
      schedule.setting == table.owner || schedule.setting.hasPrefix(table.owner + ", for ")
    else { return nil }
    let examiner = TableExaminer(table: table, check: check, subject: subject)
    guard let own = checks.first(where: { $0.check == check }) else {
      return try difference(check, in: questions, on: subject).map(Verdict.failed)
        ?? .passed(.cases(questions.count))
    }
    var cases = questions.map { TableCase($0, of: table) }
    if case .laws = own.look, schedule.setting == table.owner {
      // A question of a law's that stopped the submission: by itself it can break no law.
      cases = questions.map { TableCase(asking: $0) }
    } else if case .laws(let laws) = own.look {
      let numbers = schedule.setting.dropFirst(table.owner.count + ", for ".count)
      let read = laws.compactMap { law -> TableCase<Words>? in
        guard let numbers = law.space.numbers(in: numbers), law.questions(numbers) == questions
        else { return nil }
        return TableCase(law, for: numbers, of: table)
      }
      guard let asked = read.first else { return nil }
      cases = [asked]
    }
    do throws(Stop) {
      let finding = try examiner.firstFailing(of: cases)
      return finding.map { .failed(examiner.told($0)) } ?? .passed(.cases(cases.count))
    } catch {
      return try examiner.stopped(by: error, among: cases)
    }
  }
}
