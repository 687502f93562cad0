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

  /// A trial after which the law does not hold.
  struct Finding {
    var history: SetHistory
    var trial: SetLaw.Trial
    /// An answer for each of the trial's events; not all of them need to have been looked at.
    var answers: [SetAnswer]
    var difference: String
  }

  /// What came of some trials.
  struct Result {
    /// False when every state that was compared was empty.
    var hasShownElements = false
    /// The first trial that breaks the law.
    var broken: Finding?
  }

  /// What came of the law's trials after each of these histories.
  func result(after histories: [SetHistory]) throws(Stop) -> Result {
    var result = Result()
    result.broken = try firstFailing(of: histories, hasShownElements: &result.hasShownElements)
    return result
  }

  /// The shortest story of a broken law. That it was seen broken stays true when, tried by itself, it
  /// holds.
  func story(of finding: Finding) throws(Stop) -> Failure {
    do throws(Stop) {
      guard let alone = try firstFailing(of: [finding.history]) else {
        return failure(from: finding, remark: SetExaminer.needsCompany)
      }
      return try shrunk(alone)
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return failure(from: finding, remark: SetExaminer.stopped(error))
    }
  }

  private func shrunk(_ finding: Finding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      best = try shrink(best, history: \.history) { (candidates) throws(Stop) in
        try firstFailing(of: candidates)
      }
      for rename in [\SetHistory.namedInOrder, \SetHistory.inPlainWords] {
        let history = best.history[keyPath: rename]
        if history != best.history { best = try firstFailing(of: [history]) ?? best }
      }
    } catch {
      // The submission stops on some shorter history. What was found before breaks the law as well.
      try subject.goOn(after: error)
      return failure(from: best, remark: SetExaminer.stopped(error))
    }
    return failure(from: best)
  }

  private func firstFailing(of histories: [SetHistory]) throws(Stop) -> Finding? {
    var hasShownElements = false
    return try firstFailing(of: histories, hasShownElements: &hasShownElements)
  }

  private func firstFailing(
    of histories: [SetHistory], hasShownElements: inout Bool
  ) throws(Stop) -> Finding? {
    var conversation = SetConversation()
    let cases = histories.flatMap { history in
      law.trials(after: history).map { trial in
        let place = conversation.perform(trial.allEvents) { index in
          index == trial.left || index == trial.right ? trial.elements : []
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

  /// The finding as it is.
  /// - Parameter remark: what there is to say beside it.
  func failure(from finding: Finding, remark: String = "") -> Failure {
    let sentence = "\(law.demand(of: finding.history.nodes)), but \(finding.difference)"
    let drawing = SetDrawing(
      events: finding.trial.events, answers: finding.answers, copy: finding.trial.copy,
      schedule: Schedule(
        check: check.name,
        setting: SetSetting(replicas: finding.history.nodes, clock: .real).description,
        events: finding.history.lines))
    return Failure(
      message: sentence + remark,
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

  /// The elements that may be there.
  var elements: [SetElement] {
    var known: SetElements = []
    return events.compactMap { event in
      if case .perform(.add(let element)) = event.action, known.insert(element).inserted {
        element
      } else {
        nil
      }
    }
  }

  /// What can be seen of the law being broken; nil when it holds.
  /// - Parameters:
  ///   - answers: those to `allEvents`.
  ///   - oracle: knows the trial's events.
  func difference(in answers: [SetAnswer], _ oracle: SetOracle) -> String? {
    guard let one = answers[left].observation, let other = answers[right].observation else {
      return nil
    }
    if (one.elements, one.hasStranger) != (other.elements, other.hasStranger) {
      return "one shows \(one.text), the other \(other.text)"
    }
    for element in elements
    where one.contained.contains(element) != other.contained.contains(element) {
      return "contains(\(element.text)) is \(one.contained.contains(element)) for one, "
        + "\(other.contained.contains(element)) for the other"
    }
    let elements = elements
    for (offset, element) in elements.enumerated() {
      let mandatory = mandatoryDots(of: element, oracle, answers)
      let fromLeft = answers[events.count + offset].removed.filter(mandatory)
      let fromRight = answers[events.count + elements.count + offset].removed.filter(mandatory)
      if Set(fromLeft) != Set(fromRight) {
        return "remove(\(element.text)) takes \(text(fromLeft)) from one and "
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
