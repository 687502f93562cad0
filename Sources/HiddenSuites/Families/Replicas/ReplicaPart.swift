import Checking
import ExerciseKit
import Synchronization
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
    /// - Parameter rows: the number of replicas, what happens, and what the last one shows then.
    init(_ check: Check, _ rows: [(Int, [String], shows: String)]) {
      self.check = check
      histories = rows.map { count, lines, shows in
        guard let history = History(nodeCount: count, lines: lines) else {
          preconditionFailure("not a history: \(lines)")
        }
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
  let small: Small
  let random: Check
  private let drawn = DrawnInputs<Model>()

  init(
    name: String, model: Model, examples: [Examples], laws: [(check: Check, law: ReplicaLaw)] = [],
    equality: Check? = nil, small: Small, random: Check
  ) {
    self.name = name
    self.model = model
    self.examples = examples
    self.laws = laws
    self.equality = equality
    self.small = small
    self.random = random
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

  private func examiner(_ check: Check, _ subject: any Subject) -> ReplicaExaminer<Model> {
    ReplicaExaminer(model: model, check: check, subject: subject)
  }

  private func shown(_ key: InputKey) -> ReplicaInputs<Model> {
    drawn.shown(from: key.shownSeed(of: name), model)
  }

  private func keptBack(_ key: InputKey) -> ReplicaInputs<Model> {
    ReplicaInputs(keptBackFrom: key.keptSeed(of: name), model: model)
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
    let histories = shown(key).laws
    let result: LawExaminer<Model>.Result
    do throws(Stop) {
      result = try examiner.result(after: histories)
    } catch {
      return try examiner.examiner.stopped(by: error, among: histories)
    }
    if let broken = result.broken { return .failed(try examiner.failure(from: broken)) }
    guard result.isTelling else {
      return .notReached(
        "every \(model.noun) showed the same at all times, so there was nothing to compare")
    }
    return try Verdict.passed(.cases(result.trialCount)).decided { () throws(Stop) in
      let kept = try examiner.result(after: keptBack(key).laws)
      return kept.broken.map { .failed(examiner.told($0)) } ?? .passed(.cases(kept.trialCount))
    }
  }

  private func verdict(
    onEquality check: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = EqualityExaminer(examiner: examiner(check, subject))
    let inputs = shown(key)
    let histories = inputs.laws + inputs.judged.filter { $0.events.count < 60 }
    let result: (finding: EqualityExaminer<Model>.Finding?, pairCount: Int)
    do throws(Stop) {
      result = try examiner.firstFailing(of: histories)
    } catch {
      return try examiner.examiner.stopped(by: error, among: histories)
    }
    if let finding = result.finding { return .failed(try examiner.failure(from: finding)) }
    return try Verdict.passed(.cases(result.pairCount)).decided { () throws(Stop) in
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
    let histories = shown(key).judged
    let strength = Strength.schedules(
      histories.count, steps: histories.reduce(0) { $0 + $1.events.count })
    let verdict = try judged(histories, examiner, small, passed: strength)
    return try verdict.decided { () throws(Stop) in
      let finding = try examiner.firstFailing(of: keptBack(key).judged)
      return finding.map { .failed(examiner.told($0)) } ?? .passed(strength)
    }
  }

  // MARK: Asking twice

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(check, subject)
    let histories = shown(key).repeated
    for history in histories {
      if let failure = try difference(examiner, in: history) { return .failed(failure) }
    }
    return try Verdict.passed(.cases(histories.count)).decided { () throws(Stop) in
      for history in keptBack(key).repeated {
        if let failure = try difference(examiner, in: history) { return .failed(failure) }
      }
      return .passed(.cases(1))
    }
  }

  /// How a history goes otherwise when it is run a second time from its start; nil when it does not.
  private func difference(
    _ examiner: ReplicaExaminer<Model>, in history: History
  ) throws(Stop) -> Failure? {
    var inquiry = ReplicaInquiry(model)
    let first = inquiry.perform(history.events)
    let second = inquiry.perform(history.events)
    let readings = try inquiry.answers(from: examiner.subject).sights.map(\.reading)
    let (once, again) = (Array(readings[first]), Array(readings[second]))
    guard let index = once.indices.first(where: { once[$0] != again[$0] }) else { return nil }
    let node = HiddenSuites.name(of: history.events[index].node)
    let sentence =
      "\(node)'s \(model.quantity) is \(once[index]) after event \(index + 1); when all is done a "
      + "second time with new values, it is \(again[index])"
    return Failure(
      message: sentence,
      counterexample: examiner.run(
        history.events, lines: history.lines, readings: once, violation: sentence, at: [index],
        isShortest: false))
  }

  // MARK: Replaying

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let nodes = NodeList(schedule.setting, noun: model.noun), schedule.events.count <= 400,
      let history = History(nodes: nodes.nodes, lines: schedule.events), model.isFair(history),
      !history.events.isEmpty
    else { return nil }
    let examiner = examiner(check, subject)
    do throws(Stop) {
      if let law = laws.first(where: { $0.check == check })?.law {
        let examiner = LawExaminer(law: law, examiner: examiner)
        let result = try examiner.result(after: [history])
        return result.broken.map { .failed(examiner.told($0)) }
          ?? .passed(.cases(result.trialCount))
      }
      if check == equality {
        let examiner = EqualityExaminer(examiner: examiner)
        let result = try examiner.firstFailing(of: [history])
        return result.finding.map { .failed(examiner.told($0)) }
          ?? .passed(.cases(result.pairCount))
      }
      let isOwn = examples.contains { $0.check == check } || [small.check, random].contains(check)
      guard isOwn else {
        return try difference(examiner, in: history).map(Verdict.failed) ?? .passed(.cases(1))
      }
      let finding = try examiner.firstFailing(of: [history])
      return finding.map { .failed(examiner.told($0)) }
        ?? .passed(.schedules(1, steps: history.events.count))
    } catch {
      return try examiner.stopped(by: error, among: [history])
    }
  }
}

/// What is the same for every submission of a course, drawn once.
final class DrawnInputs<Model: ReplicaModel>: Sendable {
  typealias Space = CausalSpace<ReplicaStep<Model.Operation>>

  private let inputs = Mutex<(seed: UInt64, inputs: ReplicaInputs<Model>)?>(nil)
  private let space = Mutex<Space?>(nil)

  func shown(from seed: UInt64, _ model: Model) -> ReplicaInputs<Model> {
    inputs.withLock { known in
      if let known, known.seed == seed { return known.inputs }
      let inputs = ReplicaInputs(shownFrom: seed, model: model)
      known = (seed, inputs)
      return inputs
    }
  }

  /// Every event that a few replicas can have, up to a depth.
  func space(_ model: Model, nodeCount: Int, depth: Int) -> Space {
    space.withLock { known in
      if let known { return known }
      var space = Space(
        nodeCount: nodeCount, operations: model.plainOperations.map(ReplicaStep.act))
      while space.depth < depth, space.grow(limit: 40_000) != nil {}
      known = space
      return space
    }
  }
}

/// All small histories, and what one submission shows in them. It is asked once.
final class SmallReplicaHistories<Model: ReplicaModel>: Sendable {
  private let model: Model
  private let nodeCount: Int
  private let depth: Int
  private let drawn: DrawnInputs<Model>
  private let asked = AskedOnce<[ReplicaInquiry<Model>.Sight]>()

  init(_ model: Model, nodeCount: Int, depth: Int, drawn: DrawnInputs<Model>) {
    self.model = model
    self.nodeCount = nodeCount
    self.depth = depth
    self.drawn = drawn
  }

  var space: CausalSpace<ReplicaStep<Model.Operation>> {
    drawn.space(model, nodeCount: nodeCount, depth: depth)
  }

  /// The first small history that shows a fault.
  /// - Parameter insists: true to ask a submission again that has stopped on one of them.
  func firstFailing(
    _ examiner: ReplicaExaminer<Model>, insists: Bool
  ) throws(Stop) -> ReplicaFinding<Model>? {
    let space = space
    let sights = try asked.answer(insists: insists) { () throws(Stop) in
      try examiner.sights(of: space)
    }
    return sights.flatMap { examiner.firstFailing(in: space, $0) }
  }
}
