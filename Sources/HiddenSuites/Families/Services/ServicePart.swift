import Checking
import ExerciseKit
import Histories
import Simulation
import Wire

/// Checks of a service's clients: all interleavings of a few of them, and random runs of more.
struct ServicePart<Model: ServiceModel>: SuitePart {
  typealias Script = ServiceScript<Model>

  /// All interleavings of clients with one operation each.
  struct Small: Sendable {
    let check: Check
    let servers: Int
    /// What the clients of each space ask.
    let inputs: [[Model.Object.Input]]
    /// The most states of a space that are looked at.
    let limit: Int
  }

  /// Names the stream of random numbers.
  let name: String
  let model: Model
  let small: Small
  /// That some order explains what clients are told in random runs.
  let explained: Check
  /// That operations end in random runs when enough servers answer.
  let ending: Check

  func stages(for key: InputKey) -> [Stage] {
    [
      Stage(checks: [explained, ending]) { (subject) throws(Stop) in
        try verdictsOnRandomRuns(key, subject)
      },
      Stage(small.check) { (subject) throws(Stop) in try verdictOnSmallRuns(subject) },
    ]
  }

  private func examiner(_ check: Check, _ subject: any Subject) -> ServiceExaminer<Model> {
    let kinds: Set<ServiceFault.Kind> =
      check == explained
      ? [.unexplained]
      : check == ending ? [.stalled, .strayEnd] : [.unexplained, .stalled, .strayEnd]
    return ServiceExaminer(model: model, check: check, kinds: kinds, subject: subject)
  }

  // MARK: Random runs

  private func plan(
    _ servers: [NodeID], _ clients: [NodeID], writers: Int, operations: Int
  ) -> ServicePlan {
    ServicePlan(
      cast: ServiceCast(servers: servers, clients: clients), writers: writers,
      operations: operations, stops: servers.count - model.quorum(of: servers.count))
  }

  /// Runs that are the same for every submission of a course.
  private func shown(_ seed: UInt64) -> [ServicePlayer<Model>] {
    var random = RandomSource(seed: seed)
    return (0..<90).map { index in
      let servers = [3, 3, 5, 4, 3, 2, 3, 7, 1][index % 9]
      let clients = 2 + index % 4
      let cast = ServiceCast(servers: servers, clients: clients)
      return ServicePlayer(
        model,
        drawing: ServiceDraws(
          plan(
            cast.servers, cast.clients, writers: 1 + index % min(3, clients),
            operations: 6 + index % 7),
          model, seed: random.next()))
    }
  }

  /// Runs of one submission only: few, with odd names.
  private func keptBack(_ seed: UInt64) -> [ServicePlayer<Model>] {
    var random = RandomSource(seed: seed)
    return (0..<24).map { index in
      let (servers, clients) = ([3, 5, 3, 4][index % 4], 3 + index % 3)
      let nodes = OddNodes.draw(servers + clients, random: &random).map(identifier)
      return ServicePlayer(
        model,
        drawing: ServiceDraws(
          plan(
            Array(nodes[..<servers]), Array(nodes[servers...]), writers: 1 + index % 3,
            operations: 7 + index % 5),
          model, seed: random.next()))
    }
  }

  private func verdictsOnRandomRuns(
    _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> [Verdict] {
    let checks = [explained, ending]
    let drawn = shown(key.shownSeed(of: name))
    let players: [ServicePlayer<Model>]
    do throws(Stop) {
      players = try ServicePlayer.play(drawn, on: subject)
    } catch {
      let told = try examiner(explained, subject).stopped(by: error, among: drawn)
      return [told, .stopped(error, nil)]
    }
    var kept: [ServicePlayer<Model>]?
    var stop: Stop?
    var verdicts: [Verdict] = []
    for check in checks {
      var verdict = try self.verdict(on: check, players, subject)
      if verdict.isPassed, kept == nil, stop == nil {
        do throws(Stop) {
          kept = try ServicePlayer.play(keptBack(key.keptSeed(of: name)), on: subject)
        } catch {
          stop = error
        }
      }
      verdict = try verdict.decided { () throws(Stop) in
        if let stop { throw stop }
        let examiner = examiner(check, subject)
        let isBroken = kept?.contains { examiner.fault(in: $0.run) != nil } == true
        return isBroken ? .failed(Failure(message: "")) : .passed(.schedules(0, steps: 0))
      }
      verdicts.append(verdict)
    }
    return verdicts
  }

  private func verdict(
    on check: Check, _ players: [ServicePlayer<Model>], _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(check, subject)
    // A short run first, for it takes the least to explain.
    let runs = players.map(\.run).sorted {
      $0.script.events.count < $1.script.events.count
    }
    for run in runs {
      guard let fault = examiner.fault(in: run) else { continue }
      return .failed(try examiner.failure(from: ServiceFinding(run: run, fault: fault)))
    }
    guard isTelling(runs) else { return Self.nothingEnds }
    return .passed(
      .schedules(runs.count, steps: runs.reduce(0) { $0 + $1.script.events.count }))
  }

  private static var nothingEnds: Verdict {
    .notReached("no operations end in different ways, so there is nothing to judge")
  }

  private func isTelling(_ runs: [ServiceRun<Model>]) -> Bool {
    Set(runs.flatMap(\.history).compactMap { $0.answer?.output }).count > 2
  }

  // MARK: All small runs

  private func verdictOnSmallRuns(_ subject: any Subject) throws(Stop) -> Verdict {
    var (states, transitions, depth) = (0, 0, 0)
    var isWhole = true
    var unseen: [String] = []
    for inputs in small.inputs {
      let cast = ServiceCast(servers: small.servers, clients: inputs.count)
      var search = ServiceSearch(model, cast: cast, inputs: inputs, limit: small.limit)
      let outcome: ServiceSearch<Model>.Outcome
      do throws(Stop) {
        outcome = try search.run(on: subject)
      } catch {
        if error.endsGrading { throw error }
        try subject.restart()
        return .stopped(error, nil)
      }
      if let script = outcome.script {
        if let verdict = try verdict(on: script, of: outcome, subject) { return verdict }
        isWhole = false
      }
      states += outcome.states
      transitions += outcome.transitions
      depth = max(depth, outcome.depth)
      isWhole = isWhole && outcome.isWhole
      unseen += outcome.unseen.filter { !unseen.contains($0) }
    }
    return .passed(
      isWhole && unseen.isEmpty
        ? .exhaustive(states: states, transitions: transitions, depth: depth)
        : .searched(states: states, transitions: transitions, depth: depth, unseen: unseen))
  }

  /// What a run says that the search found to go wrong.
  /// - Returns: nil when it goes right, and state that cannot be seen may be why: clients that differ in
  ///   nothing else were taken for one.
  private func verdict(
    on script: Script, of outcome: ServiceSearch<Model>.Outcome, _ subject: any Subject
  ) throws(Stop) -> Verdict? {
    let examiner = examiner(small.check, subject)
    guard var finding = try examiner.firstFailing(of: [script]) else {
      guard outcome.unseen.isEmpty else { return nil }
      return .failed(
        Failure(
          message: "a run goes wrong when clients are asked in another order than the run's own, "
            + "so answers depend on more than the value"))
    }
    // Levels count exchanges, which are two events; a beginning is one. So only where every client has
    // begun can no run of as many levels have fewer events.
    finding.isShortest =
      outcome.unseen.isEmpty && finding.run.operations.count == script.cast.clients.count
    return .failed(examiner.told(finding))
  }

  // MARK: Again

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let drawn = Array(shown(key.shownSeed(of: name)).prefix(12))
    let once = try ServicePlayer.play(drawn, on: subject)
    let again = try ServicePlayer.play(Array(drawn.reversed()), on: subject).reversed()
    for (one, other) in zip(once, again) {
      if let failure = difference(check, one.run, other.run) { return .failed(failure) }
    }
    guard isTelling(once.map(\.run)) else { return Self.nothingEnds }
    return .passed(.cases(drawn.count))
  }

  /// Where two runs of the same draws part.
  private func difference(
    _ check: Check, _ one: ServiceRun<Model>, _ other: ServiceRun<Model>
  ) -> Failure? {
    let count = one.script.events.count
    let parting = (0..<count).first { place in
      other.script.events.count <= place || one.script.events[place] != other.script.events[place]
        || one.sent[place]?.request != other.sent[place]?.request
        || one.operations.map(\.end) != other.operations.map(\.end) && place == count - 1
    }
    guard let parting else { return nil }
    let sentence = "the same run, played again, goes another way"
    return Failure(
      message: sentence,
      counterexample: ServiceStory(run: one).counterexample(
        violation: sentence, at: [parting], isShortest: false,
        schedule: Schedule(
          check: check.name, setting: one.cast.description, events: one.script.lines(model))))
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let cast = ServiceCast(schedule.setting), (1...400).contains(schedule.events.count),
      let script = Script(cast, lines: schedule.events, model)
    else { return nil }
    let own = [explained, ending, small.check].contains(check)
    let player = ServicePlayer(model, script)
    if !own {
      let runs = try ServicePlayer.play([player, player], on: subject).map(\.run)
      return difference(check, runs[0], runs[1]).map(Verdict.failed) ?? .passed(.cases(1))
    }
    let examiner = examiner(check, subject)
    do throws(Stop) {
      let played = try ServicePlayer.play([player], on: subject)[0]
      if let fault = examiner.fault(in: played.run) {
        return .failed(examiner.told(ServiceFinding(run: played.run, fault: fault)))
      }
      // Another submission may send less, and so leave nothing for an event to come of.
      return .passed(.schedules(1, steps: played.run.script.events.count))
    } catch {
      return try examiner.stopped(by: error, among: [player])
    }
  }
}
