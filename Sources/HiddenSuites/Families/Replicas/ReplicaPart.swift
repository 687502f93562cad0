import Checking
import ExerciseKit
import Wire

/// Checks of replicas: histories worked out by hand, laws of merging, equality, all small histories, and
/// random ones.
struct ReplicaPart<Model: ReplicaModel>: SuitePart {
  typealias History = Model.History

  /// A check of histories worked out by hand.
  struct Examples: Sendable {
    let check: Check
    /// The faults that break its guarantee.
    let kinds: Set<Model.Kind>
    let histories: [History]
    /// What the replica of each history's last event must show then, where the examples say so.
    let shows: [String]
    let clock: StagedClock
    /// What must have happened before a fault for it to count; nil where any fault does.
    var cause: ReplicaStep<Model.Operation>?
    /// Whether states are looked at again after everything else.
    var looksAgain = true
    /// False where the example itself is the point, however short another could be.
    var shrinks = true
    /// True where a type that never shows anything is right.
    var isOfNothing = false
    /// True where copies are changed beside their originals as well.
    var forks = false
    /// True where the long runs are judged as well.
    var asksLongRuns = false

    /// Histories of a check, as their lines say them.
    /// - Parameter rows: the number of replicas, what happens, with `; ` between, and what the last
    ///   replica shows then.
    init(_ check: Check, forks: Bool = false, _ rows: [(Int, String, String)]) {
      self.check = check
      kinds = Set(Model.Kind.allCases)
      clock = .real
      histories = rows.map { ReplicaPart.history($0.0, $0.1) }
      shows = rows.map(\.2)
      self.forks = forks
    }

    /// Histories of a check that is for some kinds of fault only.
    init(
      _ check: Check, _ kinds: Set<Model.Kind>, clock: StagedClock = .real,
      _ rows: [(Int, String)]
    ) {
      self.check = check
      self.kinds = kinds
      self.clock = clock
      histories = rows.map(ReplicaPart.history)
      shows = []
      looksAgain = false
    }

    /// The same examples, otherwise in one way.
    func with<Value>(_ property: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
      var examples = self
      examples[keyPath: property] = value
      return examples
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
  private let questions: [[ReplicaQuestions<Model>]]
  private let drawn: DrawnInputs<Model>

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
    drawn = DrawnInputs(model, nodeCount: small.nodeCount, depth: small.depth)
    questions = examples.map { own in
      Array(
        ReplicaQuestions.divided(
          model, own.histories, clock: own.clock, looksAgain: own.looksAgain))
    }
    for own in examples {
      for (history, shows) in zip(own.histories, own.shows) {
        let right = Self.expectation(after: history, model)
        precondition(
          right == shows, "an example that the events contradict: \(history.lines) shows \(right)")
      }
    }
  }

  /// A history as its lines say it, with `; ` between.
  private static func history(_ count: Int, _ events: String) -> History {
    let lines = events.split(separator: "; ").map(String.init)
    guard let history = History(nodeCount: count, lines: lines) else {
      preconditionFailure("not a history: \(events)")
    }
    return history
  }

  /// What the replica of the last event must show.
  private static func expectation(after history: History, _ model: Model) -> String {
    guard let last = knownEvents(of: history.events).last, let event = history.events.last else {
      return ""
    }
    return model.expectation(
      after: CausalPast(events: history.events, members: last), at: identifier(of: event.node))
      ?? ""
  }

  func stages(for key: InputKey) -> [Stage] {
    let known = SmallReplicaHistories(drawn.small)
    let runs = RunAnswers { shown(key).runs }
    let kept = WorkedOut { keptBack(key) }
    let prepare: @Sendable () -> Void = {
      _ = shown(key)
      _ = kept.value
    }
    var stages = zip(examples, questions).map { stage($0, $1, known, runs) }
    if !laws.isEmpty {
      stages.append(
        Stage(checks: laws.map(\.check), prepare: prepare) { (subject) throws(Stop) in
          try verdictsOnLaws(key, kept, subject)
        })
    }
    if let equality {
      stages.append(
        Stage(equality, prepare: prepare) { (subject) throws(Stop) in
          try verdict(onEquality: equality, key, kept, subject)
        })
    }
    stages.append(
      Stage(small.check, prepare: { _ = drawn.small.value }) { (subject) throws(Stop) in
        try verdict(onSmall: known, subject)
      })
    stages.append(
      Stage(random, prepare: prepare) { (subject) throws(Stop) in
        try verdict(onRandom: known, runs, key, kept, subject)
      })
    return stages
  }

  func makesValue(in program: inout Program) -> Bool {
    program.make(0) { model.make(for: identifier(of: 0), in: &$0) }
    return true
  }

  func shown(_ key: InputKey) -> ReplicaInputs<Model> {
    let seed = key.shownSeed(of: name)
    return drawn.shown(from: seed) {
      ReplicaInputs(shownFrom: seed, model: model, laws: laws.map(\.law))
    }
  }

  func keptBack(_ key: InputKey) -> ReplicaInputs<Model> {
    ReplicaInputs(keptBackFrom: key.keptSeed(of: name), model: model, laws: laws.map(\.law))
  }

  // MARK: Verdicts

  private func stage(
    _ examples: Examples, _ questions: [ReplicaQuestions<Model>],
    _ small: SmallReplicaHistories<Model>, _ runs: RunAnswers<Model>
  ) -> Stage {
    Stage(examples.check) { (subject) throws(Stop) in
      let examiner = ReplicaExaminer(
        model: model, check: examples.check, kinds: examples.kinds, clock: examples.clock,
        cause: examples.cause, looksAgain: examples.looksAgain, small: small, subject: subject)
      var shown: Set<Model.Reading> = []
      let verdict = try judged(
        questions, examiner, among: examples.histories, shrinks: examples.shrinks, shown: &shown,
        passed: .examples(examples.histories.count))
      guard verdict.isPassed else { return verdict }
      if shown.count < 2, !examples.isOfNothing { return nothingShown }
      if examples.forks, let failure = try ReplicaForks(model).failure(on: subject) {
        return .failed(failure)
      }
      if examples.asksLongRuns, let failure = try examiner.failure(in: runs) {
        return .failed(failure)
      }
      return verdict
    }
  }

  /// The verdict on histories, of which a failure is told as shortly as may be.
  private func judged(
    _ questions: [ReplicaQuestions<Model>], _ examiner: ReplicaExaminer<Model>,
    among histories: [History], shrinks: Bool = true, shown: inout Set<Model.Reading>,
    passed strength: Strength
  ) throws(Stop) -> Verdict {
    let finding: ReplicaFinding<Model>?
    do throws(Stop) {
      finding = try examiner.firstFailing(of: questions, shown: &shown)
    } catch {
      return try examiner.stopped(by: error, among: histories)
    }
    guard let finding else { return .passed(strength) }
    return .failed(shrinks ? try examiner.failure(from: finding) : examiner.told(finding))
  }

  private func verdict(
    onEquality check: Check, _ key: InputKey, _ keptBack: WorkedOut<ReplicaInputs<Model>>,
    _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = RelationExaminer(
      examiner: ReplicaExaminer(model: model, check: check, subject: subject))
    let inputs = shown(key)
    var pairCount = 0
    let plain = equalityExamples + inputs.plain
    for histories in [
      plain, inputs.laws.histories + inputs.odd.filter { $0.events.count < 60 },
    ] {
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
      let kept = try examiner.firstFailing(of: keptBack.value.laws.histories)
      return kept.finding.map { .failed(examiner.told($0)) } ?? .passed(.cases(kept.pairCount))
    }
  }

  private func verdict(
    onSmall small: SmallReplicaHistories<Model>, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = ReplicaExaminer(model: model, check: self.small.check, subject: subject)
    if let failure = try examiner.failure(in: small) { return .failed(failure) }
    // A state is what one event leaves behind; what replicas start from are states as well.
    let space = small.space
    return .passed(
      .exhaustive(
        states: space.events.count + space.nodeCount, transitions: space.events.count,
        depth: space.depth))
  }

  private func verdict(
    onRandom small: SmallReplicaHistories<Model>, _ runs: RunAnswers<Model>, _ key: InputKey,
    _ keptBack: WorkedOut<ReplicaInputs<Model>>, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = ReplicaExaminer(model: model, check: random, small: small, subject: subject)
    let inputs = shown(key)
    let count = inputs.judgedCount
    let strength = Strength.schedules(count.histories, steps: count.events)
    // Who gets plain histories wrong is told so, whatever happens in others.
    var shown: Set<Model.Reading> = []
    for (questions, histories) in [
      (inputs.plainQuestions, inputs.plain), (inputs.oddQuestions, inputs.odd),
    ] {
      let verdict = try judged(
        questions, examiner, among: histories, shown: &shown, passed: strength)
      guard verdict.isPassed else { return verdict }
    }
    if let failure = try examiner.failure(in: runs, insists: true) { return .failed(failure) }
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let finding = try examiner.firstFailing(of: keptBack.value.oddQuestions, shown: &shown)
      return finding.map { .failed(examiner.told($0)) } ?? .passed(strength)
    }
  }
}
