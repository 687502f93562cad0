import Checking
import Wire

// What is run again: by the suite, to see whether it goes the same, and by a person, from a schedule.

extension ReplicaPart {
  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(check, subject)
    let histories = shown(key).repeated
    var shown: [Int: Set<Model.Reading>] = [:]
    for history in histories {
      if let failure = try difference(examiner, in: history, &shown) { return .failed(failure) }
    }
    guard shown.values.contains(where: { $0.count > 1 }) else { return nothingShown }
    return try Verdict.passed(.cases(histories.count)).decided { () throws(Stop) in
      for history in keptBack(key).repeated {
        if let failure = try difference(examiner, in: history, &shown) { return .failed(failure) }
      }
      return .passed(.cases(1))
    }
  }

  /// A type that always shows the same keeps many guarantees and shows nothing.
  var nothingShown: Verdict {
    .notReached(
      "every \(model.noun) showed the same at all times, so there was nothing to compare")
  }

  /// How a history goes otherwise when it is run a second time from its start; nil when it does not.
  /// - Parameter shown: gathers what each node shows.
  private func difference(
    _ examiner: ReplicaExaminer<Model>, in history: History,
    _ shown: inout [Int: Set<Model.Reading>]
  ) throws(Stop) -> Failure? {
    var inquiry = ReplicaInquiry(model)
    let first = inquiry.perform(history.events)
    let second = inquiry.perform(history.events)
    let readings = try inquiry.answers(from: examiner.subject).sights.map(\.reading)
    let (once, again) = (Array(readings[first]), Array(readings[second]))
    for (event, reading) in zip(history.events, once) {
      shown[event.node, default: []].insert(reading)
    }
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
        let examiner = RelationExaminer(examiner: examiner)
        let result = try examiner.firstFailing(of: [history])
        return result.finding.map { .failed(examiner.told($0)) }
          ?? .passed(.cases(result.pairCount))
      }
      let isOwn = examples.contains { $0.check == check } || [small.check, random].contains(check)
      guard isOwn else {
        var shown: [Int: Set<Model.Reading>] = [:]
        return try difference(examiner, in: history, &shown).map(Verdict.failed)
          ?? .passed(.cases(1))
      }
      let finding = try examiner.firstFailing(of: [history])
      return finding.map { .failed(examiner.told($0)) }
        ?? .passed(.schedules(1, steps: history.events.count))
    } catch {
      return try examiner.stopped(by: error, among: [history])
    }
  }
}
