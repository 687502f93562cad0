import Wire

/// All laws of merging tried after some histories in one exchange.
///
/// The trials after one history share its states, and only the states that are compared are looked
/// at. A law that is broken here is tried again by itself, where every state is looked at for the
/// story.
struct SetLawSurvey: Sendable {
  /// What the laws are tried after.
  let histories: [SetHistory]

  /// A trial, and where its events are among those of all.
  private struct Entry {
    let law: SetLaw
    let history: SetHistory
    let trial: SetLaw.Trial
    let oracle: SetOracle
    var places: [Int]
  }

  private var entries: [Entry] = []
  private var conversation = SetConversation()

  init(_ histories: [SetHistory]) {
    self.histories = histories
    for history in histories {
      var shared = SharedEvents()
      let trials = SetLaw.allCases.flatMap { law in
        law.trials(after: history).map { trial in
          Entry(
            law: law, history: history, trial: trial, oracle: SetOracle(trial.events),
            places: shared.places(of: trial.allEvents))
        }
      }
      let compared = Set(
        trials.flatMap { [$0.places[$0.trial.left], $0.places[$0.trial.right]] })
      let elements = history.elements
      let place = conversation.perform(shared.events) { compared.contains($0) ? elements : nil }
      for var entry in trials {
        entry.places = entry.places.map { place.lowerBound + $0 }
        entries.append(entry)
      }
    }
  }

  /// How many trials of a law there are.
  func trialCount(of law: SetLaw) -> Int {
    entries.count { $0.law == law }
  }

  /// What comes of each law's trials.
  /// - Throws: `Stop` when some law's trial stops the submission, so that each has to be tried alone.
  func results(on subject: any Subject) throws(Stop) -> [SetLaw: SetLawExaminer.Result] {
    let answers = try conversation.answers(from: subject)
    var results: [SetLaw: SetLawExaminer.Result] = [:]
    for entry in entries {
      var result = results[entry.law] ?? SetLawExaminer.Result()
      let own = entry.places.map { answers[$0] }
      result.hasShownElements = result.hasShownElements || !own[entry.trial.left].elements.isEmpty
      if result.broken == nil, let difference = entry.trial.difference(in: own, entry.oracle) {
        result.broken = .init(
          history: entry.history, trial: entry.trial, answers: own, difference: difference)
      }
      results[entry.law] = result
    }
    return results
  }
}

/// Events without doubles: the same action on the same state leads to the same state.
private struct SharedEvents {
  private(set) var events: [SetEvent] = []
  private var places: [SetEvent: Int] = [:]

  /// Takes in a list of events.
  /// - Returns: where each of them is now.
  mutating func places(of list: [SetEvent]) -> [Int] {
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
