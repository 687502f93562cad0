import Checking
import Wire

// The laws of merging, all asked about at once.

extension ReplicaPart {
  func verdictsOnLaws(
    _ key: InputKey, _ keptBack: WorkedOut<ReplicaInputs<Model>>, _ subject: any Subject
  ) throws(Stop) -> [Verdict] {
    let shown = try verdicts(on: shown(key).laws, subject)
    guard shown.contains(where: \.isPassed) else { return shown }
    var kept: [Verdict] = []
    var stop: Stop?
    do throws(Stop) {
      kept = try verdicts(on: keptBack.value.laws, subject)
    } catch {
      stop = error
    }
    var verdicts: [Verdict] = []
    for (index, verdict) in shown.enumerated() {
      verdicts.append(
        try verdict.decided { () throws(Stop) in
          if let stop { throw stop }
          return kept[index]
        })
    }
    return verdicts
  }

  /// A verdict on each law. When their trials together stop the submission, each law is tried alone, and
  /// when none does so alone, the first that holds alone answers for the stop.
  private func verdicts(
    on survey: ReplicaLawSurvey<Model>, _ subject: any Subject
  ) throws(Stop) -> [Verdict] {
    var verdicts: [Verdict] = []
    do throws(Stop) {
      let results = try survey.results(on: subject)
      for (check, law) in laws {
        let result = results[law] ?? .init()
        verdicts.append(
          try verdict(result, survey.trialCount(of: law), examiner(check, law, subject)))
      }
      return verdicts
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return try self.verdicts(each: survey.histories, stopped: error, subject)
    }
  }

  private func verdicts(
    each histories: [History], stopped: Stop, _ subject: any Subject
  ) throws(Stop) -> [Verdict] {
    var verdicts: [Verdict] = []
    for (check, law) in laws {
      let examiner = examiner(check, law, subject)
      do throws(Stop) {
        let (result, trialCount) = try examiner.result(after: histories)
        verdicts.append(try verdict(result, trialCount, examiner))
      } catch {
        verdicts.append(try examiner.examiner.stopped(by: error, among: histories))
      }
    }
    if !verdicts.contains(where: \.isStopped), let first = verdicts.firstIndex(where: \.isPassed) {
      verdicts[first] = .stopped(stopped, nil)
    }
    return verdicts
  }

  private func verdict(
    _ result: ReplicaLawSurvey<Model>.Result, _ trialCount: Int, _ examiner: LawExaminer<Model>
  ) throws(Stop) -> Verdict {
    if let broken = result.broken { return .failed(try examiner.failure(from: broken)) }
    return result.isTelling ? .passed(.cases(trialCount)) : nothingShown
  }

  private func examiner(
    _ check: Check, _ law: ReplicaLaw, _ subject: any Subject
  ) -> LawExaminer<Model> {
    LawExaminer(
      law: law, examiner: ReplicaExaminer(model: model, check: check, subject: subject))
  }
}
