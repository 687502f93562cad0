import Checking
import Dialects
import Simulation
import Wire

/// Checks of clusters in virtual time, with a traitor among the replicas.
struct TraitorPart: SuitePart {
  /// That no two correct replicas execute different requests under one number.
  let safety: Check
  /// That what was executed before a view change all execute after it.
  let survival: Check
  /// That every request is executed in the end.
  let progress: Check

  func stages(for key: InputKey) -> [Stage] {
    [safety, survival, progress].map { check in
      Stage(check) { (subject) throws(Stop) in try verdict(check, key, subject) }
    }
  }

  // MARK: Clusters

  private func drawn(_ check: Check, _ count: Int, isOdd: Bool, seed: UInt64) -> [TraitorCluster] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { index in
      let plans: [Traitor.Plan] =
        check == safety
        ? [.twofaced, .twofaced, .skipping, .hasty, .forgetful, .twofaced]
        : check == survival
          ? [.forgetful, .twofaced, .skipping, .silent, .hasty, .forgetful]
          : Traitor.Plan.allCases + [.twofaced]
      // The primary of the first view, of the next one, or neither.
      let places = check == safety ? [1, 1, 2] : check == survival ? [2, 3, 2] : [1, 2]
      let round = index / plans.count
      var setting = TraitorCluster.Setting(
        size: [4, 4, 4, 5, 7][round % 5], traitor: places[(index + round) % places.count],
        plan: plans[index % plans.count], isLossy: check != progress, seed: random.next() >> 20)
      if isOdd {
        let steps: [Int128] = [1, 64, 256, 65_536, 1 << 28]
        setting.nameStep = steps[random.index(below: steps.count)]
        setting.firstName = Int128(random.index(below: 1 << 30))
      }
      return TraitorCluster(setting)
    }
  }

  /// What is wrong with a cluster, as far as a check goes.
  private func finding(
    _ check: Check, in cluster: TraitorCluster
  ) -> (sentence: String, places: [Int])? {
    check == safety ? cluster.conflict : check == survival ? cluster.loss : cluster.delay
  }

  /// Plays clusters to their ends, all at once.
  private func play(
    _ clusters: [TraitorCluster], on subject: any Subject
  ) throws(Stop) -> [TraitorCluster] {
    var clusters = clusters
    var active = Array(clusters.indices)
    while !active.isEmpty {
      var inquiry = Inquiry<ObjectWords>()
      active = active.filter { clusters[$0].advance(&inquiry, slot: $0 * 8) }
      guard !active.isEmpty else { break }
      var answers = try inquiry.replies(from: subject).answers[...]
      for number in active { clusters[number].take(&answers) }
    }
    return clusters
  }

  private func verdict(
    _ check: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let shown = drawn(
      check, check == progress ? 24 : 42, isOdd: false, seed: key.shownSeed(of: check.name))
    let played: [TraitorCluster]
    do throws(Stop) {
      played = try play(shown, on: subject)
    } catch {
      return try stopped(error, subject)
    }
    if let failing = played.first(where: { finding(check, in: $0) != nil }) {
      return .failed(told(check, failing))
    }
    guard played.contains(where: \.hasExecuted) else {
      return .notReached("no replica executes anything, whatever it is asked for")
    }
    let strength = Strength.schedules(
      played.count, steps: played.reduce(0) { $0 + $1.callCount })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let kept = drawn(check, 12, isOdd: true, seed: key.keptSeed(of: check.name))
      let failing = try play(kept, on: subject).first { finding(check, in: $0) != nil }
      return failing.map { .failed(told(check, $0)) } ?? .passed(strength)
    }
  }

  private func stopped(_ stop: Stop, _ subject: any Subject) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    return .stopped(stop, nil)
  }

  // MARK: Telling

  /// What was proposed, asked for and executed, up to the fault.
  private func told(_ check: Check, _ cluster: TraitorCluster) -> Failure {
    let setting = cluster.setting
    let (sentence, places) = finding(check, in: cluster) ?? ("", [])
    let moments = cluster.moments.suffix(30)
    let steps = moments.map { moment in
      Counterexample.Step(
        event: .local(lane: moment.place, label: moment.text),
        sentence: "at \(moment.time) ms, n\(setting.name(moment.place)): \(moment.text)",
        state: moment.place == setting.traitor - 1 ? "" : "view \(moment.view)")
    }
    let marked = places.compactMap { place in
      steps.indices.last { moments[moments.startIndex + $0].place == place }
    }
    return Failure(
      message: sentence,
      counterexample: Counterexample(
        lanes: (0..<setting.size).map {
          "n\(setting.name($0))" + ($0 == setting.traitor - 1 ? " (traitor)" : "")
        },
        initialStates: Array(repeating: "", count: setting.size), steps: steps,
        violation: .init(sentence: sentence, steps: Set(marked).sorted()), isShortest: false,
        schedule: Schedule(check: check.name, setting: setting.text, events: [])))
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard [safety, survival, progress].contains(check), schedule.events.isEmpty,
      let setting = TraitorCluster.Setting(schedule.setting)
    else { return nil }
    do throws(Stop) {
      let played = try play([TraitorCluster(setting)], on: subject)[0]
      return finding(check, in: played) == nil
        ? .passed(.schedules(1, steps: played.callCount)) : .failed(told(check, played))
    } catch {
      return try stopped(error, subject)
    }
  }
}
