import Checking

extension ClusterPart<ServedCluster> {
  /// Checks of what clients of whole clusters are answered.
  /// - Parameters:
  ///   - histories: that some order explains all answers.
  ///   - answers: that everybody is answered once faults end.
  init(histories: Check, answers: Check) {
    laws = [(histories, .history), (answers, .silence)].map {
      (check: Check, kind: ServedCluster.Fault.Kind) in
      Law(
        check: check, counts: (shown: 40, kept: 12),
        draw: { place, isOdd, random in
          ServedCluster(
            ClusterSetting(size: [3, 3, 5, 3, 4][place % 5], isOdd: isOdd, &random))
        },
        fault: { cluster in
          cluster.fault.flatMap { $0.kind == kind ? ($0.sentence, [$0.node]) : nil }
        },
        emptiness: { clusters in
          !clusters.allSatisfy { $0.history.count >= 10 }
            ? "clients are hardly answered, so there is nothing to judge"
            : clusters.contains(where: \.isUndecided)
              ? "a history took too long to be judged" : nil
        })
    }
  }
}

extension ServedCluster {
  /// All that a schedule says: chance does the rest.
  private static let event = "clients ask, and servers fail"

  init?(_ schedule: Schedule) {
    guard schedule.events == [Self.event], let setting = ClusterSetting(schedule.setting) else {
      return nil
    }
    self.init(setting)
  }

  /// The last things that happened.
  func failure(of check: Check, _ fault: ClusterFault) -> Failure {
    let steps = moments.suffix(30).map { moment in
      Counterexample.Step(
        event: .local(lane: moment.node, label: moment.text),
        sentence: "at \(moment.time) ms, n\(setting.name(moment.node)): \(moment.text)",
        state: nil)
    }
    return Failure(fault, of: check, in: setting, after: steps, event: Self.event)
  }
}
