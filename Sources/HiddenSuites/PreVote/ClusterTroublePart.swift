import Checking
import Dialects
import Simulation
import Wire

/// Checks of clusters in virtual time, with links that are cut.
struct ClusterTroublePart: SuitePart {
  /// That nobody raises a term while a majority hears the leader.
  let quiet: Check
  /// That a leader who is not heard makes room.
  let room: Check

  func stages(for key: InputKey) -> [Stage] {
    [quiet, room].map { check in
      Stage(check) { (subject) throws(Stop) in try verdict(check, key, subject) }
    }
  }

  private func troubles(_ check: Check) -> [ClusterTrouble] {
    check == quiet ? [.cutLink, .isolatedFollower] : [.deafLeader, .isolatedLeader]
  }

  private func drawn(_ check: Check, _ count: Int, isOdd: Bool, seed: UInt64) -> [PolledCluster] {
    var random = RandomSource(seed: seed)
    let troubles = troubles(check)
    return (0..<count).map { index in
      var setting = PolledCluster.Setting(
        size: [3, 3, 4, 4, 5, 5][index % 6], seed: random.next() >> 20)
      if isOdd {
        let steps: [Int128] = [1, 64, 256, 65_536, 1 << 28]
        setting.nameStep = steps[random.index(below: steps.count)]
        setting.firstName = Int128(random.index(below: 1 << 30))
      }
      return PolledCluster(setting, troubles[index % 2])
    }
  }

  /// Plays clusters to their ends, all at once.
  private func play(
    _ clusters: [PolledCluster], on subject: any Subject
  ) throws(Stop) -> [PolledCluster] {
    var clusters = clusters
    var active = Array(clusters.indices)
    while !active.isEmpty {
      var inquiry = Inquiry<ObjectWords>()
      var asked: [(cluster: Int, nodes: [Int])] = []
      for number in active {
        if let nodes = clusters[number].advance(&inquiry, slot: number * 8) {
          asked.append((number, nodes))
        }
      }
      var answers = try inquiry.replies(from: subject).answers[...]
      for (number, nodes) in asked {
        for node in nodes {
          if let answer = answers.popFirst() { clusters[number].take(answer, from: node) }
        }
      }
      active = asked.map(\.cluster)
    }
    return clusters
  }

  private func firstFailing(
    _ clusters: [PolledCluster], on subject: any Subject
  ) throws(Stop) -> PolledCluster? {
    try play(clusters, on: subject).first { $0.fault != nil }
  }

  private func verdict(
    _ check: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let shown = drawn(check, 18, isOdd: false, seed: key.shownSeed(of: check.name))
    let played: [PolledCluster]
    do throws(Stop) {
      played = try play(shown, on: subject)
    } catch {
      return try stopped(error, subject)
    }
    if let failing = played.first(where: { $0.fault != nil }) {
      return .failed(told(check, failing))
    }
    let strength = Strength.schedules(
      played.count, steps: played.reduce(0) { $0 + $1.callCount })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let kept = drawn(check, 6, isOdd: true, seed: key.keptSeed(of: check.name))
      let failing = try firstFailing(kept, on: subject)
      return failing.map { .failed(told(check, $0)) } ?? .passed(strength)
    }
  }

  private func stopped(_ stop: Stop, _ subject: any Subject) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    return .stopped(stop, nil)
  }

  /// The last things that happened, from the trouble on.
  private func told(_ check: Check, _ cluster: PolledCluster) -> Failure {
    let setting = cluster.setting
    let start = cluster.moments.firstIndex { $0.text == cluster.trouble.rawValue } ?? 0
    let moments =
      cluster.moments[start...].prefix(1) + cluster.moments[start...].dropFirst().suffix(24)
    let sentence = cluster.fault?.sentence ?? ""
    let steps = moments.map { moment in
      Counterexample.Step(
        event: .local(lane: moment.node, label: moment.text),
        sentence: "at \(moment.time) ms, n\(setting.name(moment.node)): \(moment.text)",
        state: moment.state)
    }
    return Failure(
      message: sentence,
      counterexample: Counterexample(
        lanes: (0..<setting.size).map { "n\(setting.name($0))" },
        initialStates: Array(repeating: "", count: setting.size), steps: steps,
        violation: .init(sentence: sentence, steps: [max(0, steps.count - 1)]), isShortest: false,
        schedule: Schedule(
          check: check.name, setting: setting.text, events: [cluster.trouble.rawValue])))
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard [quiet, room].contains(check), let setting = PolledCluster.Setting(schedule.setting),
      schedule.events.count == 1, let trouble = ClusterTrouble(rawValue: schedule.events[0]),
      troubles(check).contains(trouble)
    else { return nil }
    do throws(Stop) {
      let played = try play([PolledCluster(setting, trouble)], on: subject)[0]
      return played.fault == nil
        ? .passed(.schedules(1, steps: played.callCount)) : .failed(told(check, played))
    } catch {
      return try stopped(error, subject)
    }
  }
}
