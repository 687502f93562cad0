import Checking
import Simulation

extension ClusterPart<TraitorCluster> {
  /// Checks of clusters with a traitor among the replicas.
  /// - Parameters:
  ///   - safety: that no two correct replicas execute different requests under one number.
  ///   - survival: that what was executed before a view change all execute after it.
  ///   - progress: that every request is executed in the end.
  init(safety: Check, survival: Check, progress: Check) {
    // The traitor is the primary of the first view, of the next one, or neither.
    laws = [
      Self.law(
        safety, (shown: 42, kept: 12), isLossy: true, places: [1, 1, 2],
        plans: [.twofaced, .twofaced, .skipping, .hasty, .forgetful, .twofaced], \.conflict),
      Self.law(
        survival, (shown: 42, kept: 12), isLossy: true, places: [2, 3, 2],
        plans: [.forgetful, .twofaced, .skipping, .silent, .hasty, .forgetful], \.loss),
      Self.law(
        progress, (shown: 24, kept: 12), isLossy: false, places: [1, 2],
        plans: Traitor.Plan.allCases + [.twofaced], \.delay),
    ]
  }

  private static func law(
    _ check: Check, _ counts: (shown: Int, kept: Int), isLossy: Bool, places: [Int],
    plans: [Traitor.Plan], _ fault: @escaping @Sendable (TraitorCluster) -> ClusterFault?
  ) -> Law {
    Law(
      check: check, counts: counts,
      draw: { index, isOdd, random in
        let round = index / plans.count
        var setting = TraitorCluster.Setting(
          size: [4, 4, 4, 5, 7][round % 5], traitor: places[(index + round) % places.count],
          plan: plans[index % plans.count], isLossy: isLossy, seed: random.next() >> 20)
        if isOdd { setting.drawOddNames(&random) }
        return TraitorCluster(setting)
      }, fault: fault,
      emptiness: { clusters in
        clusters.contains(where: \.hasExecuted)
          ? nil : "no replica executes anything, whatever it is asked for"
      })
  }
}

extension TraitorCluster {
  init?(_ schedule: Schedule) {
    guard schedule.events.isEmpty, let setting = Setting(schedule.setting) else { return nil }
    self.init(setting)
  }

  /// What was proposed, asked for and executed, up to the fault.
  func failure(of check: Check, _ fault: ClusterFault) -> Failure {
    let moments = moments.suffix(30)
    let steps = moments.map { moment in
      Counterexample.Step(
        event: .local(lane: moment.place, label: moment.text),
        sentence: "at \(moment.time) ms, n\(setting.name(moment.place)): \(moment.text)",
        state: moment.place == setting.traitor - 1 ? "" : "view \(moment.view)")
    }
    let marked = fault.nodes.compactMap { place in
      steps.indices.last { moments[moments.startIndex + $0].place == place }
    }
    return Failure(
      message: fault.sentence,
      counterexample: Counterexample(
        lanes: (0..<setting.size).map {
          "n\(setting.name($0))" + ($0 == setting.traitor - 1 ? " (traitor)" : "")
        },
        initialStates: Array(repeating: "", count: setting.size), steps: steps,
        violation: .init(sentence: fault.sentence, steps: Set(marked).sorted()), isShortest: false,
        schedule: Schedule(check: check.name, setting: setting.text, events: [])))
  }
}
