import Checking
import Wire

// What is run again: by the suite, to see whether it goes the same, and by a person, from a schedule.

extension ReplicaPart {
  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let repetition = ReplicaRepetition(model, check, on: subject)
    let histories = shown(key).repeated
    let result = try repetition.result(of: histories)
    if let failure = result.failure { return .failed(failure) }
    guard result.isTelling else { return nothingShown }
    return try Verdict.passed(.cases(histories.count)).decided { () throws(Stop) in
      let failure = try repetition.result(of: keptBack(key).repeated, shrinks: false).failure
      return failure.map(Verdict.failed) ?? .passed(.cases(1))
    }
  }

  /// A type that always shows the same keeps many guarantees and shows nothing.
  var nothingShown: Verdict {
    .notReached(
      "every \(model.noun) showed the same at all times, so there was nothing to compare")
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let setting = ReplicaSetting(schedule.setting, noun: model.noun),
      !schedule.events.isEmpty, schedule.events.count <= longestDrawnHistory,
      let history = History(nodes: setting.nodes, lines: schedule.events), model.isFair(history)
    else { return nil }
    var examiner = ReplicaExaminer(
      model: model, check: check, clock: setting.clock, subject: subject)
    do throws(Stop) {
      if let law = laws.first(where: { $0.check == check })?.law {
        let examiner = LawExaminer(law: law, examiner: examiner)
        let (result, trialCount) = try examiner.result(after: [history])
        return result.broken.map { .failed(examiner.told($0)) } ?? .passed(.cases(trialCount))
      }
      if check == equality {
        let examiner = RelationExaminer(examiner: examiner)
        let result = try examiner.firstFailing(of: [history])
        return result.finding.map { .failed(examiner.told($0)) }
          ?? .passed(.cases(result.pairCount))
      }
      if let own = examples.first(where: { $0.check == check }) {
        (examiner.kinds, examiner.cause) = (own.kinds, own.cause)
        examiner.looksAgain = own.looksAgain
      } else if ![small.check, random].contains(check) {
        let repetition = ReplicaRepetition(model, check, on: subject)
        return try repetition.result(of: [history], shrinks: false).failure.map(Verdict.failed)
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
