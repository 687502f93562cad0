import Checking
import ExerciseKit
import Wire

/// Checks of replicas: histories worked out by hand, laws of merging, equality, all small histories, and
/// random ones.
struct ReplicaPart<Model: ReplicaModel>: SuitePart {
  typealias History = ReplicaHistory<Model.Operation>

  /// A check of histories worked out by hand.
  struct Examples: Sendable {
    let check: Check
    /// Each with what the replica of its last event must show then.
    let histories: [(history: History, shows: String)]

    /// Histories of a check, as their lines say them.
    /// - Parameter rows: the number of replicas, what happens, with `; ` between, and what the last
    ///   replica shows then.
    init(_ check: Check, _ rows: [(Int, String, String)]) {
      self.check = check
      histories = rows.map { count, events, shows in
        let history = ReplicaPart.history(count, events)
        return (history, shows)
      }
    }
  }

  /// All histories of a few replicas, up to so many events.
  struct Small: Sendable {
    let check: Check
    let nodeCount: Int
    let depth: Int
  }

  /// Names the streams of random numbers.
  let name: String
  let model: Model
  let examples: [Examples]
  let laws: [(check: Check, law: ReplicaLaw)]
  let equality: Check?
  /// What `==` is tried after besides random histories.
  let equalityExamples: [History]
  let small: Small
  let random: Check
  private let drawn = DrawnInputs<Model>()

  init(
    name: String, model: Model, examples: [Examples], laws: [(check: Check, law: ReplicaLaw)] = [],
    equality: Check? = nil, equalityExamples: [(Int, String)] = [], small: Small, random: Check
  ) {
    self.name = name
    self.model = model
    self.examples = examples
    self.laws = laws
    self.equality = equality
    self.equalityExamples = equalityExamples.map(Self.history)
    self.small = small
    self.random = random
  }

  /// A history as its lines say it, with `; ` between.
  private static func history(_ count: Int, _ events: String) -> History {
    let lines = events.split(separator: "; ").map(String.init)
    guard let history = History(nodeCount: count, lines: lines) else {
      preconditionFailure("not a history: \(events)")
    }
    return history
  }

  func stages(for key: InputKey) -> [Stage] {
    let known = SmallReplicaHistories(
      model, nodeCount: small.nodeCount, depth: small.depth, drawn: drawn)
    var stages = examples.map { stage($0, known) }
    for (check, law) in laws {
      stages.append(
        Stage(check) { (subject) throws(Stop) in
          try verdict(on: law, check, key, subject)
        })
    }
    if let equality {
      stages.append(
        Stage(equality) { (subject) throws(Stop) in
          try verdict(onEquality: equality, key, subject)
        })
    }
    stages.append(
      Stage(small.check) { (subject) throws(Stop) in try verdict(onSmall: known, subject) })
    stages.append(
      Stage(random) { (subject) throws(Stop) in try verdict(onRandom: known, key, subject) })
    return stages
  }

  func examiner(_ check: Check, _ subject: any Subject) -> ReplicaExaminer<Model> {
    ReplicaExaminer(model: model, check: check, subject: subject)
  }

  func shown(_ key: InputKey) -> ReplicaInputs<Model> {
    drawn.shown(from: key.shownSeed(of: name), model)
  }

  func keptBack(_ key: InputKey) -> ReplicaInputs<Model> {
    ReplicaInputs(keptBackFrom: key.keptSeed(of: name), model: model)
  }

  func makesValue(in program: inout Program) -> Bool {
    program.make(0) { model.arguments(for: NodeID(1)).write(to: &$0) }
    return true
  }

  // MARK: Verdicts

  private func stage(_ examples: Examples, _ small: SmallReplicaHistories<Model>) -> Stage {
    Stage(examples.check) { (subject) throws(Stop) in
      let histories = examples.histories.map(\.history)
      for (history, shows) in examples.histories {
        precondition(
          expectation(after: history) == shows,
          "an example that the events contradict: \(history.lines) shows \(expectation(after: history))"
        )
      }
      return try judged(
        histories, examiner(examples.check, subject), small,
        passed: .examples(histories.count))
    }
  }

  /// What the replica of the last event must show.
  private func expectation(after history: History) -> String {
    guard let last = knownEvents(of: history.events).last, let event = history.events.last else {
      return ""
    }
    let state = model.state(after: CausalPast(events: history.events, members: last))
    return model.reading(of: state, at: identifier(of: event.node)).description
  }

  /// The verdict on histories, of which a failure is told as shortly as may be.
  private func judged(
    _ histories: [History], _ examiner: ReplicaExaminer<Model>,
    _ small: SmallReplicaHistories<Model>, passed strength: Strength
  ) throws(Stop) -> Verdict {
    let finding: ReplicaFinding<Model>?
    do throws(Stop) {
      finding = try examiner.firstFailing(of: histories)
    } catch {
      return try examiner.stopped(by: error, among: histories)
    }
    guard let finding else { return .passed(strength) }
    var shortest: ReplicaFinding<Model>?
    do throws(Stop) {
      shortest = try small.firstFailing(examiner, insists: false)
    } catch {
      if error.endsGrading { throw error }
      try examiner.subject.restart()
    }
    return .failed(try examiner.failure(from: finding, small: shortest))
  }

  private func verdict(
    on law: ReplicaLaw, _ check: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = LawExaminer(law: law, examiner: examiner(check, subject))
    let inputs = shown(key).laws
    var (trialCount, isTelling) = (0, false)
    for histories in [inputs.prefix(5), inputs.dropFirst(5)].map(Array.init) {
      let result: LawExaminer<Model>.Result
      do throws(Stop) {
        result = try examiner.result(after: histories)
      } catch {
        return try examiner.examiner.stopped(by: error, among: histories)
      }
      if let broken = result.broken { return .failed(try examiner.failure(from: broken)) }
      trialCount += result.trialCount
      isTelling = isTelling || result.isTelling
    }
    guard isTelling else { return nothingShown }
    return try Verdict.passed(.cases(trialCount)).decided { () throws(Stop) in
      let kept = try examiner.result(after: keptBack(key).laws)
      return kept.broken.map { .failed(examiner.told($0)) } ?? .passed(.cases(kept.trialCount))
    }
  }

  private func verdict(
    onEquality check: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = RelationExaminer(examiner: examiner(check, subject))
    let inputs = shown(key)
    var pairCount = 0
    let plain = equalityExamples + inputs.plain
    for histories in [plain, inputs.laws + inputs.odd.filter { $0.events.count < 60 }] {
      let result: (finding: RelationExaminer<Model>.Finding?, pairCount: Int)
      do throws(Stop) {
        result = try examiner.firstFailing(of: histories)
      } catch {
        return try examiner.examiner.stopped(by: error, among: histories)
      }
      if let finding = result.finding { return .failed(try examiner.failure(from: finding)) }
      pairCount += result.pairCount
    }
    return try Verdict.passed(.cases(pairCount)).decided { () throws(Stop) in
      let kept = try examiner.firstFailing(of: keptBack(key).laws)
      return kept.finding.map { .failed(examiner.told($0)) } ?? .passed(.cases(kept.pairCount))
    }
  }

  private func verdict(
    onSmall small: SmallReplicaHistories<Model>, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(self.small.check, subject)
    guard let finding = try small.firstFailing(examiner, insists: true) else {
      let space = small.space
      // A state is what one event leaves behind; what replicas start from are states as well.
      return .passed(
        .exhaustive(
          states: space.events.count + space.nodeCount, transitions: space.events.count,
          depth: space.depth))
    }
    return .failed(try examiner.failure(from: finding, small: finding))
  }

  private func verdict(
    onRandom small: SmallReplicaHistories<Model>, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(random, subject)
    let inputs = shown(key)
    let histories = inputs.plain + inputs.odd
    let strength = Strength.schedules(
      histories.count, steps: histories.reduce(0) { $0 + $1.events.count })
    // Who gets plain histories wrong is told so, whatever happens in others.
    var verdict = try judged(inputs.plain, examiner, small, passed: strength)
    if verdict.isPassed { verdict = try judged(inputs.odd, examiner, small, passed: strength) }
    return try verdict.decided { () throws(Stop) in
      let finding = try examiner.firstFailing(of: keptBack(key).odd)
      return finding.map { .failed(examiner.told($0)) } ?? .passed(strength)
    }
  }
}
