import Checking
import ExerciseKit
import Wire

/// A run that shows a fault.
struct ProtocolFinding<Model: ProtocolModel> {
  let run: ProtocolRun<Model>
  /// Where in it the network heals; nil when it does not.
  let healsAt: Int?
  let fault: ProtocolFault
  /// The events that show it.
  let places: [Int]
}

/// Plays runs for one check, and turns the first fault into a short story.
struct ProtocolExaminer<Model: ProtocolModel> {
  typealias Finding = ProtocolFinding<Model>
  typealias Script = ProtocolScript<Model>
  typealias Player = ProtocolPlayer<Model>

  let model: Model
  let check: Check
  /// The faults that break the check's guarantee.
  let kinds: Set<ProtocolFault.Kind>
  let subject: any Subject

  /// What is wrong with a run that was played, as far as this check goes.
  func finding(in player: Player) -> Finding? {
    let run = player.run
    if let fault = run.fault, kinds.contains(fault.kind) {
      return Finding(
        run: run, healsAt: fault.kind == .unfinished ? player.healsAt : nil, fault: fault,
        places: [max(0, run.faultPlace)])
    }
    guard kinds.contains(.unexplained), let (fault, places) = run.unexplained() else { return nil }
    return Finding(run: run, healsAt: nil, fault: fault, places: places)
  }

  /// The first of these scripts whose run shows a fault.
  /// - Parameter rests: true to let the network heal at each script's end.
  func firstFailing(of scripts: [Script], rests: Bool = false) throws(Stop) -> Finding? {
    let players = scripts.map { Player(model, $0, rests: rests) }
    for player in try Player.play(players, on: subject) {
      if let finding = finding(in: player) { return finding }
    }
    return nil
  }

  /// What must be played to see a finding again: all of it, or what came before the network healed.
  private func script(of finding: Finding) -> Script {
    var script = finding.run.script
    if let end = finding.healsAt { script.events = Array(script.events.prefix(end)) }
    return script
  }

  // MARK: The shortest story

  /// How many events are played to make a run shorter. A fault that needs dozens of them, each of which
  /// is asked about every peer, would take longer than it is worth.
  private static var effort: Int { 12_000 }

  /// The shortest story of a fault that leaving out events comes to.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      let rests = finding.fault.kind == .unfinished
      guard let own = try firstFailing(of: [script(of: finding)], rests: rests) else {
        return told(
          finding,
          remark: "; played by itself, this run goes well, so answers depend on more than the value"
        )
      }
      best = try shrunk(
        own, effort: Self.effort, events: { script(of: $0).events }
      ) { (candidates) throws(Stop) in
        try firstFailing(
          of: candidates.map { Script(finding.run.script.setting, $0) }, rests: rests)
      }
      let plain = Script(model.inPlainNames(best.run.script.setting), script(of: best).events)
      if let renamed = try firstFailing(of: [plain], rests: rests) { best = renamed }
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
    Failure(
      message: finding.fault.sentence + remark,
      counterexample: counterexample(
        finding.run, violation: finding.fault.sentence, at: finding.places))
  }

  /// A run as it is drawn, up to the last of some events.
  /// - Parameter places: the events that contradict each other.
  func counterexample(
    _ run: ProtocolRun<Model>, violation: String, at places: [Int]
  ) -> Counterexample {
    let script = run.script
    let end = min(script.events.count, (places.max() ?? 0) + 1)
    let lines = script.lines(model)
    let start = ProtocolRun(model, script.setting)
    return Counterexample(
      lanes: run.names.map(\.description), initialStates: start.nodes.map(model.label),
      steps: (0..<end).map { step($0, of: run, lines[$0]) },
      violation: .init(sentence: violation, steps: places), isShortest: false,
      schedule: Schedule(
        check: check.name, setting: script.setting.description, events: Array(lines.prefix(end))))
  }

  private func step(
    _ place: Int, of run: ProtocolRun<Model>, _ line: String
  ) -> Counterexample.Step {
    switch run.script.events[place] {
    case .move(let move):
      let lane = model.lane(of: move)
      let name = run.names[lane].description
      let label = line.hasPrefix(name + " ") ? String(line.dropFirst(name.count + 1)) : line
      return .init(
        event: .local(lane: lane, label: label), sentence: line, state: run.labels[place])
    case .restart(let node):
      return .init(
        event: .restart(lane: node), sentence: "\(run.names[node]) crashes and starts again",
        state: run.labels[place])
    case .receive(let node, let origin, let crash):
      let sent = run.message(to: node, sentIn: origin)
      let label = sent.map { model.label($0.message) } ?? ""
      let sender = sent?.sender ?? node
      return .init(
        event: .delivery(from: sender, to: node, label: label, sentIn: origin),
        sentence: "\(run.names[node]) receives \(label) from \(run.names[sender])"
          + (crash.map { ", crashes after \($0) effects and starts again" } ?? ""),
        state: run.labels[place])
    }
  }

  /// What a submission that has stopped among many runs stops on: the first of them that stops it
  /// alone.
  func stopped(by stop: Stop, among players: [Player]) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    // To wait for what is too slow a second time tells little for much.
    if case .timeLimit = stop { return .stopped(stop, nil) }
    for player in players {
      let recorder = AnswerRecorder(subject)
      do throws(Stop) {
        _ = try Player.play([player], on: recorder)
      } catch {
        if error.endsGrading { throw error }
        try subject.restart()
        // What it was asked is played again on what it had answered, to see how far it came.
        let run = recorder.replayed(player)
        let last = max(0, run.script.events.count - 1)
        return .stopped(
          error,
          counterexample(
            run, violation: "then the submission \(error.phrase)", at: [last]))
      }
    }
    return .stopped(stop, nil)
  }
}

extension AnswerRecorder {
  /// The run of a player up to the event that was not answered.
  fileprivate func replayed<Model>(_ player: ProtocolPlayer<Model>) -> ProtocolRun<Model> {
    var player = player
    while let tasks = player.advance() {
      var told: [(task: ProtocolRun<Model>.Task, answers: [Model.Words.Answer])] = []
      for task in tasks {
        guard let said = next(task.callCount, as: Model.Words.Answer.self) else {
          return player.run
        }
        told.append((task, said))
      }
      player.take(told)
    }
    return player.run
  }
}
