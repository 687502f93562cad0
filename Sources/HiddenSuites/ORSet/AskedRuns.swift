import Checking
import Wire

/// Long runs and what one submission answers to them. Several checks judge them, each for the kinds of
/// fault that break its own guarantee; the submission is asked once.
final class AskedRuns: Sendable {
  private let inputs: SetInputs.Source
  private let asked = AskedOnce<[[SetAnswer]]>()

  init(_ inputs: SetInputs.Source) { self.inputs = inputs }

  /// The first finding of one of these kinds, with its run.
  /// - Parameter insists: true to ask again though the submission has stopped before.
  /// - Returns: nil when there is none, or the submission has stopped before.
  func firstFinding(
    among kinds: Set<SetFault.Kind>, insists: Bool, on subject: any Subject
  ) throws(Stop) -> (run: SetRun, finding: SetRun.Finding)? {
    let runs = inputs.shown.runs
    let answers = try asked.answer(insists: insists) { () throws(Stop) in
      var answers: [[SetAnswer]] = []
      for run in runs { answers.append(try run.answers(from: subject)) }
      return answers
    }
    guard let answers else { return nil }
    for (run, answers) in zip(runs, answers) {
      if let finding = run.firstFinding(in: answers, among: kinds) { return (run, finding) }
    }
    return nil
  }
}

extension SetExaminer {
  /// The story of the first fault in the long runs that breaks this check's guarantee: as short as can
  /// be found, and in words alone where that is still too long to draw.
  func failure(in runs: AskedRuns, insists: Bool = false) throws(Stop) -> Failure? {
    guard
      let (run, found) = try runs.firstFinding(among: kinds, insists: insists, on: subject)
    else { return nil }
    let seen = Failure(message: found.sentence)
    do throws(Stop) {
      let past = run.history.causalPast(of: [found.event])
      guard let finding = try firstFailing(of: [past]) else {
        return Failure(
          message: found.sentence + "; where each event happens to a copy, the same goes well")
      }
      return try failure(from: finding)
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return seen
    }
  }
}
