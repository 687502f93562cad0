import Checking
import Wire

/// All laws of merging tried after some histories in one exchange.
///
/// The trials after one history share its states, and only the states that are compared are looked at. A law
/// that is broken here is tried again by itself, where every state is looked at for the story.
struct ReplicaLawSurvey<Model: ReplicaModel>: Sendable {
  /// What the laws are tried after.
  let histories: [Model.History]
  private let laws: [ReplicaLaw]

  /// A trial, and where its events are among those of all.
  private struct Entry {
    let trial: LawTrial<Model>
    var places: [Int]
    let attention: Attention<Model.Look>
  }

  private var entries: [Entry] = []
  private var inquiry: ReplicaInquiry<Model>

  /// A trial after which a law does not hold.
  struct Finding {
    var trial: LawTrial<Model>
    var sights: [ReplicaSight<Model>]
    /// The events after which it shows.
    var places: [Int]
    var sentence: String
  }

  /// What came of a law's trials.
  struct Result {
    /// The first trial that breaks the law.
    var broken: Finding?
    /// What the states that were compared showed: a type that always shows the same keeps every law.
    fileprivate var shown: Set<Model.Reading> = []
    var isTelling: Bool { shown.count > 1 }
  }

  /// - Parameter looksEverywhere: true to look at every state, as a story does.
  init(
    _ model: Model, _ laws: [ReplicaLaw], after histories: [Model.History],
    looksEverywhere: Bool = false
  ) {
    self.histories = histories
    self.laws = laws
    inquiry = ReplicaInquiry(model)
    for history in histories {
      var shared = SharedEvents<ReplicaStep<Model.Operation>>()
      var attention = model.attention(to: history.events, isDrawn: true)
      var trials = laws.flatMap { law in
        law.trials(after: history, of: model).map { trial in
          Entry(trial: trial, places: shared.places(of: trial.events), attention: attention)
        }
      }
      attention.interval = 1
      attention.places =
        looksEverywhere
        ? nil : Set(trials.flatMap { entry in entry.trial.compared.map { entry.places[$0] } })
      let start = inquiry.perform(shared.events, attention).lowerBound
      for index in trials.indices {
        trials[index].places = trials[index].places.map { start + $0 }
        let (pair, places) = (trials[index].trial.pair, trials[index].places)
        inquiry.compare(places[pair.left], places[pair.right])
      }
      entries += trials
    }
  }

  /// How many trials of a law there are.
  func trialCount(of law: ReplicaLaw) -> Int {
    entries.count { $0.trial.law == law }
  }

  /// What comes of each law's trials.
  /// - Throws: `Stop` when some law's trial stops the submission, so that each has to be tried alone.
  func results(on subject: any Subject) throws(Stop) -> [ReplicaLaw: Result] {
    let answers = try inquiry.answers(from: subject)
    var relations = answers.relations[...]
    var results: [ReplicaLaw: Result] = [:]
    for law in laws { results[law] = Result() }
    for entry in entries {
      let trial = entry.trial
      let sights = entry.places.map { answers.sights[$0] }
      let isEqual = relations.popFirst()?.isEqual
      if let shown = sights[trial.pair.left].reading { results[trial.law]?.shown.insert(shown) }
      guard results[trial.law]?.broken == nil,
        let found = trial.difference(in: sights, areEqual: isEqual, entry.attention)
      else { continue }
      results[trial.law]?.broken = Finding(
        trial: trial, sights: sights, places: found.places,
        sentence: "\(trial.law.demand(of: trial.history.nodes)), but \(found.text)")
    }
    return results
  }
}

/// Events without doubles: the same action on the same state leads to the same state.
private struct SharedEvents<Operation: NodeOperation> {
  typealias Event = CausalEvent<Operation>

  private(set) var events: [Event] = []
  private var places: [Event: Int] = [:]

  /// Takes in a list of events.
  /// - Returns: where each of them is now.
  mutating func places(of list: [Event]) -> [Int] {
    var found: [Int] = []
    for event in list {
      var event = event
      event.previous = event.previous.map { found[$0] }
      if case .receive(let received) = event.action { event.action = .receive(found[received]) }
      if let place = places[event] {
        found.append(place)
      } else {
        places[event] = events.count
        found.append(events.count)
        events.append(event)
      }
    }
    return found
  }
}

/// Tries one law by itself, and tells how it is broken.
struct LawExaminer<Model: ReplicaModel> {
  typealias Finding = ReplicaLawSurvey<Model>.Finding

  let law: ReplicaLaw
  let examiner: ReplicaExaminer<Model>

  /// What comes of the law after each of these histories.
  func result(
    after histories: [Model.History]
  ) throws(Stop) -> (result: ReplicaLawSurvey<Model>.Result, trialCount: Int) {
    let survey = ReplicaLawSurvey(
      examiner.model, [law], after: histories, looksEverywhere: true)
    let results = try survey.results(on: examiner.subject)
    return (results[law] ?? .init(), survey.trialCount(of: law))
  }

  /// The shortest story of a broken law. That it was seen broken stays true when, tried by itself, it
  /// holds.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    let subject = examiner.subject
    func firstBroken(_ histories: [Model.History]) throws(Stop) -> Finding? {
      try result(after: histories.filter(examiner.model.isFair)).result.broken
    }
    do throws(Stop) {
      guard let alone = try firstBroken([finding.trial.history]) else {
        return told(finding, remark: ReplicaExaminer<Model>.needsCompany)
      }
      best = try shrink(alone, history: \.trial.history, firstFailing: firstBroken)
      best = try firstBroken([best.trial.history.namedInOrder]) ?? best
      for _ in 0..<20 {
        let simpler = examiner.model.simpler(than: best.trial.history).filter {
          $0 != best.trial.history
        }
        guard let next = try firstBroken(simpler) else { break }
        best = next
      }
    } catch {
      // The submission stops on some shorter history. What was found before breaks the law as well.
      try subject.goOn(after: error)
      return told(best, remark: ReplicaExaminer<Model>.stopped(error))
    }
    return told(best)
  }

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    let trial = finding.trial
    // What was tried after the states that differ has no part in it.
    let end = (finding.places.max() ?? 0) + 1
    let copied = trial.copied.map { copied in
      let followUps = trial.followUps.flatMap { [$0.left, $0.right] }.filter { followUp in
        trial.events[followUp].previous.map(copied.events.contains) == true
      }
      return (of: copied.of, events: copied.events.union(followUps))
    }
    return Failure(
      message: finding.sentence + remark,
      counterexample: examiner.drawing(
        Array(trial.events.prefix(end)), lines: trial.history.lines, sights: finding.sights,
        violation: finding.sentence, at: finding.places, copied: copied,
        setting: trial.history.nodes))
  }
}
