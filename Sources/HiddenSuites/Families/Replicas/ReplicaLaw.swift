import Checking
import ExerciseKit
import Wire

/// A law of merging, tried on the states that a history leaves at its replicas.
///
/// Source: Shapiro et al. 2011, section 2.3.
enum ReplicaLaw: String, Hashable, Sendable, CaseIterable {
  /// Merging a state again, or one's own, changes nothing.
  case idempotent
  /// It does not matter which of two replicas merges the other.
  case commutative
  /// It does not matter which of three states are merged first.
  case associative
  /// Nothing that was merged is lost: to merge it once more, or what one was before, changes nothing.
  case neverLoses

  /// What the law demands of a history's replicas.
  func demand(of nodes: [Int]) -> String {
    let names = nodes.map(name(of:))
    return switch self {
    case .idempotent: "merging a state again must change nothing"
    case .commutative:
      "\(names[0]) merging \(names[1]) must give what \(names[1]) merging \(names[0]) gives"
    case .associative:
      "merging \(names[1]) and then \(names[2]) must give what merging \(names[1]) with \(names[2]) in "
        + "it gives"
    case .neverLoses: "after merging, neither side's state before it may bring anything new"
    }
  }
}

/// A history, the merges tried after it, and which states must be equal.
struct LawTrial<Operation: ReplicaOperation> {
  typealias Event = CausalEvent<ReplicaStep<Operation>>

  let history: ReplicaHistory<Operation>
  private(set) var events: [Event]
  /// States that must show the same, whatever they then merge.
  private(set) var pairs: [(left: Int, right: Int)] = []
  /// What both of a pair merge in turn, to show what is hidden in them.
  private(set) var followUps: [(left: Int, right: Int)] = []

  /// Nil while a replica that the law needs has no event yet.
  init?(_ law: ReplicaLaw, after history: ReplicaHistory<Operation>) {
    self.history = history
    events = history.events
    let latest = history.nodes.map(history.latest(of:))
    guard latest.count > 1, let first = latest[0], let second = latest[1] else { return nil }
    switch law {
    case .idempotent:
      let once = merge(second, into: first)
      pairs = [(once, merge(second, into: once)), (once, merge(once, into: once))]
    case .neverLoses:
      let once = merge(second, into: first)
      let again = merge(first, into: merge(second, into: once))
      pairs = [(once, again)]
    case .commutative:
      pairs = [(merge(second, into: first), merge(first, into: second))]
    case .associative:
      guard latest.count > 2, let third = latest[2] else { return nil }
      let inTurn = merge(third, into: merge(second, into: first))
      pairs = [(inTurn, merge(merge(third, into: second), into: first))]
    }
    for pair in pairs {
      for state in Set(latest.compactMap(\.self)).sorted() {
        followUps.append((merge(state, into: pair.left), merge(state, into: pair.right)))
      }
    }
  }

  private mutating func merge(_ received: Int, into previous: Int) -> Int {
    events.append(
      Event(node: events[previous].node, action: .receive(received), previous: previous))
    return events.count - 1
  }
}

/// Tries a law after many histories, by what a submission shows, and by its `==` where the task speaks
/// of it.
struct LawExaminer<Model: ReplicaModel> {
  typealias History = ReplicaHistory<Model.Operation>

  let law: ReplicaLaw
  let examiner: ReplicaExaminer<Model>

  /// A trial after which the law does not hold.
  struct Finding {
    var trial: LawTrial<Model.Operation>
    var readings: [Model.Reading]
    var pair: (left: Int, right: Int)
    var sentence: String
  }

  /// What came of some trials.
  struct Result {
    var broken: Finding?
    var trialCount = 0
    /// Whether any two of the states that were compared showed different things: a type that always
    /// shows the same keeps every law.
    var isTelling = false
  }

  /// What comes of the law after each of these histories.
  func result(after histories: [History]) throws(Stop) -> Result {
    let model = examiner.model
    var inquiry = ReplicaInquiry(model)
    var trials: [(trial: LawTrial<Model.Operation>, place: Range<Int>)] = []
    for history in histories {
      guard let trial = LawTrial(law, after: history) else { continue }
      let place = inquiry.perform(trial.events)
      for pair in trial.pairs {
        inquiry.compare(place.lowerBound + pair.left, place.lowerBound + pair.right)
      }
      trials.append((trial, place))
    }
    let answers = try inquiry.answers(from: examiner.subject)
    let nothing = model.state(after: CausalPast(events: [], members: []))
    let equal = model.relation(of: nothing, to: nothing)
    var areEqual = answers.relations.map { $0 == equal }[...]
    var result = Result(trialCount: trials.count)
    var shown: Set<Model.Reading> = []
    for (trial, place) in trials {
      let readings = answers.sights[place].map(\.reading)
      shown.formUnion(trial.pairs.map { readings[$0.left] })
      let equal = Array(areEqual.prefix(trial.pairs.count))
      areEqual = areEqual.dropFirst(model.comparison(with: 0) == nil ? 0 : trial.pairs.count)
      if result.broken == nil { result.broken = fault(in: trial, readings, equal) }
    }
    result.isTelling = shown.count > 1
    return result
  }

  private func fault(
    in trial: LawTrial<Model.Operation>, _ readings: [Model.Reading], _ areEqual: [Bool]
  ) -> Finding? {
    func finding(_ pair: (left: Int, right: Int), _ difference: String) -> Finding {
      Finding(
        trial: trial, readings: readings, pair: pair,
        sentence: "\(law.demand(of: trial.history.nodes)), but \(difference)")
    }
    for pair in trial.pairs where readings[pair.left] != readings[pair.right] {
      return finding(pair, "one shows \(readings[pair.left]), the other \(readings[pair.right])")
    }
    for (pair, isEqual) in zip(trial.pairs, areEqual) where !isEqual {
      return finding(pair, "the two are not == to each other")
    }
    for pair in trial.followUps where readings[pair.left] != readings[pair.right] {
      return finding(
        pair,
        "when both then merge another state, one shows \(readings[pair.left]), the other "
          + "\(readings[pair.right])")
    }
    return nil
  }

  /// The shortest story of a broken law.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    let subject = examiner.subject
    do throws(Stop) {
      guard let alone = try result(after: [finding.trial.history]).broken else {
        return told(
          best,
          remark: "; tried by itself, it holds, so copies share state, or answers depend on "
            + "more than the value")
      }
      best = try shrink(alone, history: \.trial.history) { (candidates) throws(Stop) in
        try result(after: candidates.filter(examiner.model.isFair)).broken
      }
      let renamed = best.trial.history.namedInOrder
      if renamed != best.trial.history {
        best = try result(after: [renamed]).broken ?? best
      }
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return told(
        best, remark: "; when a shorter history was looked for, the submission \(error.phrase)")
    }
    return told(best)
  }

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    let places = [finding.pair.left, finding.pair.right].sorted()
    // What was tried after the states that differ has no part in it.
    let events = Array(finding.trial.events.prefix(places[1] + 1))
    var run = examiner.run(
      events, lines: finding.trial.history.lines, readings: finding.readings,
      violation: finding.sentence, at: places, isShortest: false)
    run.schedule.setting =
      NodeList(finding.trial.history.nodes, noun: examiner.model.noun).description
    run.schedule.events = finding.trial.history.lines
    return Failure(message: finding.sentence + remark, counterexample: run)
  }
}
