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
    if let fault = run.fault {
      guard kinds.contains(fault.kind) else { return nil }
      return Finding(
        run: run, healsAt: player.healsAt, fault: fault,
        places: [max(0, run.script.events.count - 1)])
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
      best = try shrunk(own, rests)
      let plain = Script(model.inPlainNames(best.run.script.setting), script(of: best).events)
      if let renamed = try firstFailing(of: [plain], rests: rests) { best = renamed }
    } catch {
      // The submission stops on some shorter run. What was found before is a fault all the same.
      if error.endsGrading { throw error }
      try subject.restart()
      return told(
        best, remark: "; when a shorter run was looked for, the submission \(error.phrase)")
    }
    return told(best)
  }

  private func shrunk(_ finding: Finding, _ rests: Bool) throws(Stop) -> Finding {
    var best = finding
    var length = max(1, script(of: best).events.count / 2)
    while true {
      let script = script(of: best)
      // Late events first: what comes after the point was made is the likeliest to be noise.
      let candidates = stride(from: script.events.count, to: 0, by: -length).map { end in
        script.removing { (max(0, end - length)..<end).contains($0) }
      }
      if let shorter = try firstOfBatches(candidates, rests) {
        best = shorter
      } else if length == 1 {
        return best
      } else {
        length /= 2
      }
    }
  }

  /// The first that fails; a few at first, for one of them is likely to do, and all of a batch are
  /// played before any is judged.
  private func firstOfBatches(
    _ candidates: [Script], _ rests: Bool
  ) throws(Stop) -> Finding? {
    var rest = candidates[...]
    var count = 4
    while !rest.isEmpty {
      let batch = Array(rest.prefix(count))
      if let found = try firstFailing(of: batch, rests: rests) { return found }
      rest = rest.dropFirst(count)
      count *= 2
    }
    return nil
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
      var reached = player
      let recorder = AnswerRecorder(subject)
      do throws(Stop) {
        _ = try Player.play([player], on: recorder)
      } catch {
        if error.endsGrading { throw error }
        try subject.restart()
        // What it was asked is played again on what it had answered, to see how far it came.
        reached.play(on: recorder.answers)
        let last = max(0, reached.run.script.events.count - 1)
        return .stopped(
          error,
          counterexample(
            reached.run, violation: "then the submission \(error.phrase)", at: [last]))
      }
    }
    return .stopped(stop, nil)
  }
}

/// Remembers what a subject has answered.
private final class AnswerRecorder: Subject {
  private let subject: any Subject
  private(set) var answers: [[UInt8]] = []

  init(_ subject: any Subject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    let answer = try subject.run(program)
    answers += answer
    return answer
  }

  func restart() throws(Stop) { try subject.restart() }
}

extension ProtocolPlayer {
  /// Goes as far as recorded answers go, and into the event that has none.
  fileprivate mutating func play(on answers: [[UInt8]]) {
    var rest = answers[...]
    while let tasks = advance() {
      var told: [(task: Run.Task, answers: [Model.Words.Answer])] = []
      for task in tasks {
        let read = rest.prefix(task.callCount).compactMap { bytes -> Model.Words.Answer? in
          var reader = ByteReader(bytes)
          do throws(WireError) { return try Model.Words.Answer(from: &reader) } catch { return nil }
        }
        guard read.count == task.callCount else { return }
        told.append((task, read))
        rest = rest.dropFirst(task.callCount)
      }
      take(told)
    }
  }
}
