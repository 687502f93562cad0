import Checking
import Wire

/// A run that shows a fault.
struct ServiceFinding<Model: ServiceModel> {
  let run: ServiceRun<Model>
  let fault: ServiceFault
  /// True when it is proven that no run with fewer events of its kind shows one.
  var isShortest = false
}

/// Plays runs for one check, and turns the first fault into a short story.
struct ServiceExaminer<Model: ServiceModel> {
  typealias Finding = ServiceFinding<Model>
  typealias Script = ServiceScript<Model>

  let model: Model
  let check: Check
  /// The faults that break the check's guarantee.
  let kinds: Set<ServiceFault.Kind>
  let subject: any Subject

  /// What is wrong with a run that was played, as far as this check goes.
  func fault(in run: ServiceRun<Model>) -> ServiceFault? {
    if let fault = run.fault { return kinds.contains(fault.kind) ? fault : nil }
    return kinds.contains(.unexplained) ? run.unexplained() : nil
  }

  /// The first of these scripts whose run shows a fault.
  func firstFailing(of scripts: [Script]) throws(Stop) -> Finding? {
    let players = try ServicePlayer.play(scripts.map { ServicePlayer(model, $0) }, on: subject)
    for player in players {
      if let fault = fault(in: player.run) { return Finding(run: player.run, fault: fault) }
    }
    return nil
  }

  // MARK: The shortest story

  /// The shortest story of a fault that leaving out events comes to.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      guard let own = try firstFailing(of: [finding.run.script]) else {
        return told(
          finding,
          remark: "; played by itself, this run goes well, so answers depend on more than the value"
        )
      }
      best = try shrunk(own, events: \.run.script.events) { (candidates) throws(Stop) in
        try firstFailing(of: candidates.map { Script(finding.run.cast, $0) })
      }
      let plain = Script(best.run.cast.inPlainNames, best.run.script.events)
      if let renamed = try firstFailing(of: [plain]) { best = renamed }
    } catch {
      // The submission stops on some shorter run. What was found before is a fault all the same.
      try subject.goOn(after: error)
      return told(
        best, remark: "; when a shorter run was looked for, the submission \(error.phrase)")
    }
    return told(best)
  }

  // MARK: Telling

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    let story = ServiceStory(run: finding.run)
    return Failure(
      message: finding.fault.sentence + remark,
      counterexample: story.counterexample(
        violation: finding.fault.sentence, at: finding.fault.places,
        isShortest: finding.isShortest,
        schedule: Schedule(
          check: check.name, setting: finding.run.cast.description,
          events: finding.run.script.lines(model))))
  }

  /// What a submission that has stopped among many runs stops on: the first of them that stops it
  /// alone, up to where it did.
  func stopped(
    by stop: Stop, among players: [ServicePlayer<Model>]
  ) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    // To wait for what is too slow a second time tells little for much.
    if case .timeLimit = stop { return .stopped(stop, nil) }
    for player in players {
      let recorder = AnswerRecorder(subject)
      do throws(Stop) {
        _ = try ServicePlayer.play([player], on: recorder)
      } catch {
        if error.endsGrading { throw error }
        try subject.restart()
        // What it was told is played again on what it had answered, to see how far it came.
        let run = recorder.replayed(player)
        let story = ServiceStory(run: run)
        let last = run.script.events.indices.suffix(1)
        return .stopped(
          error,
          story.counterexample(
            violation: "then the submission \(error.phrase)", at: Array(last), isShortest: false,
            schedule: Schedule(
              check: check.name, setting: run.cast.description,
              events: run.script.lines(model))))
      }
    }
    return .stopped(stop, nil)
  }
}

extension AnswerRecorder {
  /// The run of a player up to the call that was not answered.
  fileprivate func replayed<Model>(_ player: ServicePlayer<Model>) -> ServiceRun<Model> {
    var player = player
    while let (client, _) = player.advance() {
      guard let said = next(1, as: Model.Words.Answer.self) else { break }
      player.take(said[0], of: client)
    }
    return player.run
  }
}
