import Checking
import Wire

/// Puts one check's cases to a submission, and tells the first that fails in the simplest numbers.
struct TableExaminer<Words: Vocabulary> where Words.Answer: Hashable {
  let table: FunctionTable<Words>
  let check: Check
  let subject: any Subject

  /// How many times simpler numbers are looked for.
  private static var rounds: Int { 100 }
  /// How many questions may be asked in search of simpler numbers, an item of a list counting as one more.
  private static var shrinkingEffort: Int { 100_000 }

  /// A case that fails, with its answers.
  struct Finding {
    var failing: TableCase<Words>
    var answers: [Words.Answer]
    var sentence: String
  }

  /// The first of these cases that fails.
  func firstFailing(of cases: [TableCase<Words>]) throws(Stop) -> Finding? {
    firstFailing(of: cases, try answers(to: cases))
  }

  /// The first of these cases whose answers fail.
  func firstFailing(of cases: [TableCase<Words>], _ answers: [[Words.Answer]]) -> Finding? {
    for (failing, own) in zip(cases, answers) {
      if let sentence = failing.fault(own) {
        return Finding(failing: failing, answers: own, sentence: sentence)
      }
    }
    return nil
  }

  /// The answers to each case.
  func answers(to cases: [TableCase<Words>]) throws(Stop) -> [[Words.Answer]] {
    var all = try table.answers(to: cases.flatMap(\.questions), from: subject)[...]
    return cases.map { one in
      defer { all = all.dropFirst(one.questions.count) }
      return Array(all.prefix(one.questions.count))
    }
  }

  /// The failure in the simplest numbers that still fail.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    var effort = Self.shrinkingEffort
    do throws(Stop) {
      for _ in 0..<Self.rounds where effort > 0 {
        let simpler = try firstOfMany(best.failing.simpler()) { (some) throws(Stop) in
          let affordable = some.prefix { one in
            effort -= one.questions.reduce(0) { $0 + table.weight(of: $1) }
            return effort >= 0
          }
          return try firstFailing(of: Array(affordable))
        }
        guard let simpler else { break }
        best = simpler
      }
    } catch {
      // The submission stops on simpler numbers. What was found before is wrong all the same.
      try subject.goOn(after: error)
      return told(best, remark: "; when simpler numbers were tried, the submission \(error.phrase)")
    }
    return told(best)
  }

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    Failure(
      message: finding.sentence + remark,
      counterexample: run(
        finding.failing, violation: finding.sentence,
        states: finding.answers.map(table.text)))
  }

  /// Calls, one after the other.
  func run(
    _ asked: TableCase<Words>, violation: String, states: [String]
  ) -> Counterexample {
    let texts = asked.questions.map(table.text)
    let setting = asked.numbers.map {
      "\(table.owner), for \($0.joined(separator: ", "))"
    }
    return Counterexample(
      lanes: [table.owner], initialStates: [""],
      steps: texts.enumerated().map { index, text in
        let state = index < states.count ? states[index] : nil
        return .init(
          event: .local(lane: 0, label: text),
          sentence: state.map { "\(text) answers \($0)" } ?? "\(text) is called", state: state)
      },
      violation: .init(sentence: violation, steps: Array(texts.indices)), isShortest: false,
      schedule: Schedule(check: check.name, setting: setting ?? table.owner, events: texts))
  }

  /// The first of these cases that fails, where none before it stops the submission: who gets plain numbers wrong
  /// is told so, whatever happens at others.
  /// - Throws: `Stop` when there is nobody left to ask.
  func findingBeforeStop(
    _ stop: Stop, among cases: [TableCase<Words>]
  ) throws(Stop) -> Finding? {
    if stop.endsGrading { throw stop }
    if case .timeLimit = stop { return nil }
    try subject.restart()
    do throws(Stop) {
      for one in cases {
        if let finding = try firstFailing(of: [one]) { return finding }
      }
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
    }
    return nil
  }

  /// What a submission that has stopped among many questions stops on, asked one by one.
  /// - Throws: `Stop` when there is nobody left to ask.
  func stopped(by stop: Stop, among cases: [TableCase<Words>]) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    for one in cases {
      for question in one.questions {
        do throws(Stop) {
          _ = try table.answers(to: [question], from: subject)
        } catch {
          if error.endsGrading { throw error }
          let text = table.text(question)
          let single = TableCase(question, of: table)
          return .stopped(
            error,
            run(single, violation: "on \(text) the submission \(error.phrase)", states: []))
        }
      }
    }
    return .stopped(stop, nil)
  }
}
