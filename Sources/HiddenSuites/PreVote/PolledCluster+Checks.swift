import Checking

extension ClusterPart<PolledCluster> {
  /// Checks of clusters with links that are cut.
  /// - Parameters:
  ///   - quiet: that nobody raises a term while a majority hears the leader.
  ///   - room: that a leader who is not heard makes room.
  init(quiet: Check, room: Check) {
    laws = [(quiet, [.cutLink, .isolatedFollower]), (room, [.deafLeader, .isolatedLeader])].map {
      (check: Check, troubles: [ClusterTrouble]) in
      Law(
        check: check, counts: (shown: 18, kept: 6),
        draw: { place, isOdd, random in
          PolledCluster(
            ClusterSetting(size: [3, 3, 4, 4, 5, 5][place % 6], isOdd: isOdd, &random),
            troubles[place % 2])
        }, covers: { troubles.contains($0.trouble) }, fault: \.fault)
    }
  }
}

extension PolledCluster {
  init?(_ schedule: Schedule) {
    guard let setting = ClusterSetting(schedule.setting), schedule.events.count == 1,
      let trouble = ClusterTrouble(rawValue: schedule.events[0])
    else { return nil }
    self.init(setting, trouble)
  }

  /// The last things that happened, from the trouble on.
  func failure(of check: Check, _ fault: ClusterFault) -> Failure {
    let start = moments.firstIndex { $0.text == trouble.rawValue } ?? 0
    let told = moments[start...].prefix(1) + moments[start...].dropFirst().suffix(24)
    let steps = told.map { moment in
      Counterexample.Step(
        event: .local(lane: moment.node, label: moment.text),
        sentence: "at \(moment.time) ms, n\(setting.name(moment.node)): \(moment.text)",
        state: moment.state)
    }
    return Failure(fault, of: check, in: setting, after: steps, event: trouble.rawValue)
  }
}
