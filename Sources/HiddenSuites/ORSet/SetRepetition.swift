import Checking
import ExerciseKit
import Wire

/// Asks about histories twice, of sets made anew, while the clock stands still: what a set answers
/// depends on nothing but what was done to it, so the two times come to the same.
struct SetRepetition {
  let check: Check
  let subject: any Subject

  private static let clock = SetClock.stopped

  private struct Finding {
    var history: SetHistory
    var answers: [SetAnswer]
    var event: Int
    var again: SetAnswer
  }

  init(_ check: Check, on subject: any Subject) {
    self.check = check
    self.subject = subject
  }

  /// What came of asking twice.
  struct Result {
    /// False when no set showed anything.
    var hasShownElements = false
    /// The shortest story of a history that is not answered alike twice.
    var failure: Failure?
  }

  /// Asks about each of these histories twice.
  func result(of histories: [SetHistory], shrinks: Bool = true) throws(Stop) -> Result {
    var result = Result()
    let finding = try firstFailing(of: histories, hasShownElements: &result.hasShownElements)
    if let finding { result.failure = shrinks ? try story(of: finding) : drawn(finding) }
    return result
  }

  private func story(of finding: Finding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      best = try shrink(best, history: \.history) { (candidates) throws(Stop) in
        try firstFailing(of: candidates.filter(\.isFair))
      }
      for rename in [\SetHistory.namedInOrder, \SetHistory.inPlainWords] {
        best = try firstFailing(of: [best.history[keyPath: rename]]) ?? best
      }
    } catch {
      // The submission stops on some shorter history. The two answers stay what they were.
      try subject.goOn(after: error)
    }
    return drawn(best)
  }

  private func firstFailing(of histories: [SetHistory]) throws(Stop) -> Finding? {
    var hasShownElements = false
    return try firstFailing(of: histories, hasShownElements: &hasShownElements)
  }

  private func firstFailing(
    of histories: [SetHistory], hasShownElements: inout Bool
  ) throws(Stop) -> Finding? {
    var answers: [[SetAnswer]] = []
    let inquiries = SetInquiry.inquiries(into: histories + histories, clock: Self.clock)
    for inquiry in inquiries { answers += try inquiry.answers(from: subject) }
    hasShownElements = answers.joined().contains { !$0.elements.isEmpty }
    for (history, (first, second)) in zip(
      histories, zip(answers, answers.dropFirst(histories.count)))
    {
      if let event = first.indices.first(where: { first[$0] != second[$0] }) {
        return Finding(history: history, answers: first, event: event, again: second[event])
      }
    }
    return nil
  }

  private func drawn(_ finding: Finding) -> Failure {
    let end = finding.event + 1
    let events = Array(finding.history.events.prefix(end))
    let sentence =
      "\(difference(finding)): the answers depend on more than what was done to the set"
    let drawing = SetDrawing(
      events: events, answers: finding.answers,
      schedule: Schedule(
        check: check.name,
        setting: SetSetting(replicas: nodes(of: events), clock: Self.clock).description,
        events: Array(finding.history.lines.prefix(end))))
    return Failure(
      message: sentence,
      counterexample: drawing.counterexample(
        violation: sentence, at: [finding.event], isShortest: false))
  }

  private func difference(_ finding: Finding) -> String {
    let (first, again) = (finding.answers[finding.event], finding.again)
    let who = name(of: finding.history.events[finding.event].node)
    if let dot = first.dot, let other = again.dot, dot != other {
      return "\(who)'s add returned \(dot), and \(other) when the same was done to sets made anew"
    }
    if first.observation != again.observation, let one = first.text, let other = again.text {
      let shown = one == other ? "contains something else" : "shows \(other)"
      return "\(who) shows \(one), and \(shown) when the same was done to sets made anew"
    }
    return "\(who)'s remove returned \(first.removedCount) dots, and \(again.removedCount) dots or "
      + "others when the same was done to sets made anew"
  }
}
