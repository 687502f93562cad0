import Checking
import Wire

/// All laws of merging tried in one exchange, and what one submission answers.
///
/// The trials after one history share its states, and only the states that are compared are looked
/// at. A law that is broken here is tried again by itself, where every state is looked at for the
/// story. The submission is asked once.
final class SetLawSurvey: Sendable {
  /// What came of a law's trials.
  struct Result {
    /// False when every state that was compared was empty.
    var hasShownElements = false
    /// The first history after which the law was broken.
    var broken: SetHistory?
  }

  /// A trial, and where its events are among those of all.
  private struct Entry {
    let law: SetLaw
    let history: SetHistory
    let trial: SetLaw.Trial
    let oracle: SetOracle
    var places: [Int]
  }

  private struct Plan {
    var entries: [Entry] = []
    var conversation = SetConversation()
  }

  private let asked = AskedOnce<[SetAnswer]>()

  /// What comes of a law's trials.
  /// - Returns: nil when some law's trial stops the submission, so that each has to be tried alone.
  func result(of law: SetLaw, on subject: any Subject) throws(Stop) -> Result? {
    let answers = try asked.answer(from: subject) { () throws(Stop) in
      try Self.plan.conversation.answers(from: subject)
    }
    guard let answers else { return nil }
    var result = Result()
    for entry in Self.plan.entries where entry.law == law {
      let own = entry.places.map { answers[$0] }
      result.hasShownElements = result.hasShownElements || !own[entry.trial.left].elements.isEmpty
      if entry.trial.difference(in: own, entry.oracle) != nil {
        result.broken = entry.history
        break
      }
    }
    return result
  }

  private static let plan: Plan = {
    var plan = Plan()
    for history in SetLaw.histories {
      var shared = SharedEvents()
      let entries = SetLaw.allCases.flatMap { law in
        law.trials(after: history).map { trial in
          Entry(
            law: law, history: history, trial: trial, oracle: SetOracle(trial.events),
            places: shared.places(of: trial.allEvents))
        }
      }
      let compared = Set(
        entries.flatMap { [$0.places[$0.trial.left], $0.places[$0.trial.right]] })
      let place = plan.conversation.perform(shared.events) {
        compared.contains($0) ? SetElement.allCases : nil
      }
      for var entry in entries {
        entry.places = entry.places.map { place.lowerBound + $0 }
        plan.entries.append(entry)
      }
    }
    return plan
  }()
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
