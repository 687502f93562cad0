import Checking
import Histories
import Simulation
import Wire

/// Checks of a protocol: all runs of a few nodes within bounds, and long random runs of more.
struct ProtocolPart<Model: ProtocolModel>: SuitePart {
  typealias Script = ProtocolScript<Model>
  typealias Player = ProtocolPlayer<Model>

  /// All runs within bounds, from each of some beginnings.
  struct Small: Sendable {
    let check: Check
    let beginnings: [(setting: Model.Setting, bounds: Model.Bounds)]
    /// The most states from one beginning that are looked at.
    let limit: Int
  }

  /// Names the stream of random numbers.
  let name: String
  let model: Model
  let small: Small
  /// That every state of a long run keeps what it must.
  let invariants: Check
  /// That some order explains what clients are told in long runs.
  let explained: Check
  /// That a run comes to its end once nothing is lost.
  let finished: Check
  /// The beginnings of long runs: with plain names, or any.
  let drawSetting: @Sendable (_ isOdd: Bool, _ random: inout RandomSource) -> Model.Setting

  func stages(for key: InputKey) -> [Stage] {
    [
      Stage(small.check) { (subject) throws(Stop) in try verdictOnSmallRuns(subject) },
      Stage(checks: [invariants, explained, finished]) { (subject) throws(Stop) in
        try verdictsOnLongRuns(key, subject)
      },
    ]
  }

  private func examiner(_ check: Check, _ subject: any Subject) -> ProtocolExaminer<Model> {
    let kinds: [Check: Set<ProtocolFault.Kind>] = [
      invariants: [.invariant], explained: [.unexplained], finished: [.unfinished],
      small.check: [.invariant],
    ]
    return ProtocolExaminer(
      model: model, check: check,
      kinds: kinds[check] ?? [.invariant, .unexplained, .unfinished], subject: subject)
  }

  // MARK: Long runs

  private func drawn(_ count: Int, isOdd: Bool, seed: UInt64) -> [Player] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { index in
      let plan = ProtocolPlan<Model>(
        setting: drawSetting(isOdd || index % 4 == 3, &random), events: 40 + index % 8 * 30)
      return Player(model, drawing: ProtocolDraws(plan, model, seed: random.next()))
    }
  }

  private func verdictsOnLongRuns(
    _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> [Verdict] {
    let checks = [invariants, explained, finished]
    let shown = drawn(24, isOdd: false, seed: key.shownSeed(of: name))
    let players: [Player]
    do throws(Stop) {
      players = try Player.play(shown, on: subject)
    } catch {
      let told = try examiner(invariants, subject).stopped(by: error, among: shown)
      return [told] + checks.dropFirst().map { _ in .stopped(error, nil) }
    }
    var kept: [Player]?
    var stop: Stop?
    var verdicts: [Verdict] = []
    for check in checks {
      var verdict = try self.verdict(on: check, players, subject)
      if verdict.isPassed, kept == nil, stop == nil {
        do throws(Stop) {
          kept = try Player.play(
            drawn(8, isOdd: true, seed: key.keptSeed(of: name)), on: subject)
        } catch {
          stop = error
        }
      }
      verdict = try verdict.decided { () throws(Stop) in
        if let stop { throw stop }
        let examiner = examiner(check, subject)
        let isBroken = kept?.contains { examiner.finding(in: $0) != nil } == true
        return isBroken ? .failed(Failure(message: "")) : .passed(.schedules(0, steps: 0))
      }
      verdicts.append(verdict)
    }
    return verdicts
  }

  private func verdict(
    on check: Check, _ players: [Player], _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let examiner = examiner(check, subject)
    // A short run first, for it takes the least to explain.
    let players = players.sorted { $0.run.script.events.count < $1.run.script.events.count }
    for player in players {
      guard let finding = examiner.finding(in: player) else { continue }
      return .failed(try examiner.failure(from: finding))
    }
    let runs = players.map(\.run)
    if check == finished, runs.contains(where: { $0.fault != nil }) {
      return .notReached(
        "runs come to no end that could be judged: something else goes wrong in them")
    }
    guard isTelling(runs) else { return Self.nothingHappens }
    return .passed(
      .schedules(runs.count, steps: runs.reduce(0) { $0 + $1.script.events.count }))
  }

  private static var nothingHappens: Verdict {
    .notReached("no operations end in different ways, so there is nothing to judge")
  }

  private func isTelling(_ runs: [ProtocolRun<Model>]) -> Bool {
    Set(runs.flatMap(\.operations).compactMap { $0.operation.answer?.output }).count > 2
  }

  // MARK: All small runs

  private func verdictOnSmallRuns(_ subject: any Subject) throws(Stop) -> Verdict {
    var (states, transitions, depth) = (0, 0, 0)
    var isWhole = true
    var unseen: [String] = []
    var records = 0
    for (setting, bounds) in small.beginnings {
      var search = ProtocolSearch(model, setting, bounds: bounds, limit: small.limit)
      let outcome: ProtocolSearch<Model>.Outcome
      do throws(Stop) {
        outcome = try search.run(on: subject)
      } catch {
        if error.endsGrading { throw error }
        try subject.restart()
        return .stopped(error, nil)
      }
      if let script = outcome.script {
        let examiner = examiner(small.check, subject)
        if let finding = try examiner.firstFailing(of: [script]) {
          return .failed(try examiner.failure(from: finding))
        }
        // State that cannot be seen may be why: values that differ in nothing else were taken for one.
        guard !outcome.unseen.isEmpty else {
          return .failed(
            Failure(
              message:
                "a run goes wrong when nodes are asked in another order than the run's own, so "
                + "answers depend on more than the value"))
        }
        isWhole = false
      }
      states += outcome.states
      records += outcome.records - 1
      transitions += outcome.transitions
      depth = max(depth, outcome.depth)
      isWhole = isWhole && outcome.isWhole
      unseen += outcome.unseen.filter { !unseen.contains($0) }
    }
    guard records > 0 else {
      return .notReached("in no state is anything settled, so there is nothing to lose")
    }
    return .passed(
      isWhole && unseen.isEmpty
        ? .exhaustive(states: states, transitions: transitions, depth: depth)
        : .searched(states: states, transitions: transitions, depth: depth, unseen: unseen))
  }

  // MARK: Again

  func repetition(
    _ check: Check, for key: InputKey, on subject: any Subject
  ) throws(Stop) -> Verdict {
    let drawn = drawn(4, isOdd: false, seed: key.shownSeed(of: name))
    let once = try Player.play(drawn, on: subject)
    let again = try Player.play(Array(drawn.reversed()), on: subject).reversed()
    for (one, other) in zip(once, again) {
      if let failure = difference(check, one.run, other.run, subject) { return .failed(failure) }
    }
    guard isTelling(once.map(\.run)) else { return Self.nothingHappens }
    return .passed(.cases(drawn.count))
  }

  /// Where two runs of the same draws part.
  private func difference(
    _ check: Check, _ one: ProtocolRun<Model>, _ other: ProtocolRun<Model>, _ subject: any Subject
  ) -> Failure? {
    let parting = one.script.events.indices.first { place in
      other.script.events.count <= place || one.script.events[place] != other.script.events[place]
        || one.sent[place].map(\.message) != other.sent[place].map(\.message)
        || one.labels[place] != other.labels[place]
    }
    guard let parting else { return nil }
    let sentence = "the same run, played again, goes another way"
    return Failure(
      message: sentence,
      counterexample: examiner(check, subject).counterexample(
        one, violation: sentence, at: [parting]))
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let setting = model.setting(schedule.setting),
      (1...1_000).contains(schedule.events.count),
      let script = Script(setting, lines: schedule.events, model)
    else { return nil }
    let player = Player(model, script, rests: check == finished)
    guard [invariants, explained, finished, small.check].contains(check) else {
      let runs = try Player.play([player, player], on: subject).map(\.run)
      return difference(check, runs[0], runs[1], subject).map(Verdict.failed) ?? .passed(.cases(1))
    }
    let examiner = examiner(check, subject)
    do throws(Stop) {
      let played = try Player.play([player], on: subject)[0]
      if let finding = examiner.finding(in: played) { return .failed(examiner.told(finding)) }
      // Another submission may send less, and so leave nothing for an event to come of.
      return .passed(.schedules(1, steps: played.run.script.events.count))
    } catch {
      return try examiner.stopped(by: error, among: [player])
    }
  }
}
