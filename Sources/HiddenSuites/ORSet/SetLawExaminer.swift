import Checking
import ExerciseKit
import Wire

/// Tries a law of merging after many histories, by what a submission shows: its elements, what
/// `contains` says, and what removing an element from a copy takes away. Never by its own `==`.
struct SetLawExaminer {
  let check: Check
  let law: SetLaw
  let subject: any Subject

  init(_ check: Check, _ law: SetLaw, on subject: any Subject) {
    self.check = check
    self.law = law
    self.subject = subject
  }

  private struct Finding {
    var history: SetHistory
    var trial: SetLaw.Trial
    var answers: [SetAnswer]
    var difference: String
  }

  /// What came of all trials.
  struct Result {
    /// False when every state that was compared was empty.
    var hasShownElements = false
    /// The shortest story of the first trial that breaks the law.
    var failure: Failure?
  }

  /// Tries the law after every history of the suite's.
  /// - Parameter survey: where it is looked for first.
  func examine(_ survey: SetLawSurvey) throws(Stop) -> Result {
    if let surveyed = try survey.result(of: law, on: subject) {
      guard let broken = surveyed.broken else {
        return Result(hasShownElements: surveyed.hasShownElements)
      }
      let result = try examine([broken])
      if result.failure != nil { return result }
      // Alone, the trial goes well: copies of the set share state. Whether the law is broken too, the
      // trials apart from those of other laws tell.
    }
    return try examine(SetLaw.histories)
  }

  /// Tries the law after each of these histories.
  func examine(_ histories: [SetHistory], shrinks: Bool = true) throws(Stop) -> Result {
    var result = Result()
    let finding = try firstFailing(of: histories, hasShownElements: &result.hasShownElements)
    guard var best = finding else { return result }
    guard shrinks else {
      result.failure = failure(from: best)
      return result
    }
    do throws(Stop) {
      best = try shrink(best, history: \.history) { (candidates) throws(Stop) in
        var hasShownElements = false
        return try firstFailing(of: candidates, hasShownElements: &hasShownElements)
      }
    } catch {
      // The submission stops on some shorter history. What was found before breaks the law as well.
      try subject.restart()
    }
    result.failure = failure(from: best)
    return result
  }

  private func firstFailing(
    of histories: [SetHistory], hasShownElements: inout Bool
  ) throws(Stop) -> Finding? {
    var conversation = SetConversation()
    let cases = histories.flatMap { history in
      law.trials(after: history).map { trial in
        let place = conversation.perform(trial.allEvents) { index in
          index == trial.left || index == trial.right ? SetElement.allCases : []
        }
        return (history: history, trial: trial, place: place)
      }
    }
    let answers = try conversation.answers(from: subject)
    for (history, trial, place) in cases {
      let own = Array(answers[place])
      hasShownElements = hasShownElements || !own[trial.left].elements.isEmpty
      if let difference = trial.difference(in: own, SetOracle(trial.events)) {
        return Finding(history: history, trial: trial, answers: own, difference: difference)
      }
    }
    return nil
  }

  private func failure(from finding: Finding) -> Failure {
    let sentence = "\(law.demand), but \(finding.difference)"
    let replicaCount = (finding.history.events.map(\.node).max() ?? 0) + 1
    let drawing = SetDrawing(
      events: finding.trial.events, answers: finding.answers, copy: finding.trial.copy,
      schedule: Schedule(
        check: check.name,
        setting: SetSetting(replicaCount: replicaCount, clock: .real).description,
        events: finding.history.lines))
    return Failure(
      message: sentence,
      counterexample: drawing.counterexample(
        violation: sentence, at: [finding.trial.left, finding.trial.right].sorted(),
        isShortest: false))
  }
}

extension SetLaw.Trial {
  /// The trial, then removing every element from a copy of either state.
  var allEvents: [SetEvent] {
    let elements = elements
    var all = events
    for state in [left, right] {
      for element in elements {
        all.append(
          SetEvent(node: events[state].node, action: .perform(.remove(element)), previous: state))
      }
    }
    return all
  }

  private var elements: [SetElement] {
    SetElement.allCases.filter { element in
      events.contains { $0.action == .perform(.add(element)) }
    }
  }

  /// What can be seen of the law being broken; nil when it holds.
  /// - Parameters:
  ///   - answers: those to `allEvents`.
  ///   - oracle: knows the trial's events.
  func difference(in answers: [SetAnswer], _ oracle: SetOracle) -> String? {
    let (one, other) = (answers[left], answers[right])
    if (one.elements, one.hasStranger) != (other.elements, other.hasStranger) {
      return "one shows \(one.text), the other \(other.text)"
    }
    for element in SetElement.allCases
    where one.contained.contains(element) != other.contained.contains(element) {
      return "contains(\(element.rawValue)) is \(one.contained.contains(element)) for one, "
        + "\(other.contained.contains(element)) for the other"
    }
    let elements = elements
    for (offset, element) in elements.enumerated() {
      let mandatory = mandatoryDots(of: element, oracle, answers)
      let fromLeft = answers[events.count + offset].removed.filter(mandatory)
      let fromRight = answers[events.count + elements.count + offset].removed.filter(mandatory)
      if Set(fromLeft) != Set(fromRight) {
        return "remove(\(element.rawValue)) takes \(text(fromLeft)) from one and "
          + "\(text(fromRight)) from the other"
      }
    }
    return nil
  }

  /// Whether both sides must still hold a dot. A set may let an add take the place of those it has
  /// seen, and may do so on one side earlier than on the other.
  private func mandatoryDots(
    of element: SetElement, _ oracle: SetOracle, _ answers: [SetAnswer]
  ) -> (Dot) -> Bool {
    let known = oracle.knowledge[left]
    let newest = oracle.newest(element, in: known)
    let optional = oracle.live(element, in: known).filter { !newest.contains($0) }
      .compactMap { answers[$0].dot }
    return { !optional.contains($0) }
  }

  private func text(_ dots: [Dot]) -> String {
    dots.isEmpty ? "nothing" : dots.prefix(8).map(\.description).joined(separator: ", ")
  }
}
