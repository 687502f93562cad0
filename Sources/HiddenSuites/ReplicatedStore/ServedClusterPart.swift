import Checking
import Dialects
import Simulation
import Wire

/// Checks of what clients of whole clusters are answered, in virtual time.
struct ServedClusterPart: SuitePart {
  /// That some order explains all answers.
  let histories: Check
  /// That everybody is answered once faults end.
  let answers: Check

  func stages(for key: InputKey) -> [Stage] {
    [histories, answers].map { check in
      Stage(check) { (subject) throws(Stop) in try verdict(check, key, subject) }
    }
  }

  private func kind(_ check: Check) -> ServedCluster.Fault.Kind {
    check == histories ? .history : .silence
  }

  private func fault(_ check: Check, _ cluster: ServedCluster) -> ServedCluster.Fault? {
    cluster.fault.flatMap { $0.kind == kind(check) ? $0 : nil }
  }

  private func drawn(_ check: Check, _ count: Int, isOdd: Bool, seed: UInt64) -> [ServedCluster] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { index in
      var setting = ServedCluster.Setting(
        size: [3, 3, 5, 3, 4][index % 5], seed: random.next() >> 20)
      if isOdd {
        let steps: [Int128] = [1, 64, 256, 65_536, 1 << 28]
        setting.nameStep = steps[random.index(below: steps.count)]
        setting.firstName = Int128(random.index(below: 1 << 30))
      }
      return ServedCluster(setting)
    }
  }

  /// Plays clusters to their ends, all at once.
  private func play(
    _ clusters: [ServedCluster], on subject: any Subject
  ) throws(Stop) -> [ServedCluster] {
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

  private func verdict(
    _ check: Check, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let shown = drawn(check, 40, isOdd: false, seed: key.shownSeed(of: check.name))
    let played: [ServedCluster]
    do throws(Stop) {
      played = try play(shown, on: subject)
    } catch {
      return try stopped(error, subject)
    }
    if let failing = played.first(where: { fault(check, $0) != nil }) {
      return .failed(told(check, failing))
    }
    // Whoever answers nothing contradicts nobody.
    guard played.allSatisfy({ $0.history.count >= 10 }) else {
      return .notReached("clients are hardly answered, so there is nothing to judge")
    }
    let strength = Strength.schedules(
      played.count, steps: played.reduce(0) { $0 + $1.callCount })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let kept = drawn(check, 12, isOdd: true, seed: key.keptSeed(of: check.name))
      let failing = try play(kept, on: subject).first { fault(check, $0) != nil }
      return failing.map { .failed(told(check, $0)) } ?? .passed(strength)
    }
  }

  private func stopped(_ stop: Stop, _ subject: any Subject) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    return .stopped(stop, nil)
  }

  /// The last things that happened.
  private func told(_ check: Check, _ cluster: ServedCluster) -> Failure {
    let setting = cluster.setting
    let sentence = cluster.fault?.sentence ?? ""
    let steps = cluster.moments.suffix(30).map { moment in
      Counterexample.Step(
        event: .local(lane: moment.node, label: moment.text),
        sentence: "at \(moment.time) ms, n\(setting.name(moment.node)): \(moment.text)",
        state: nil)
    }
    return Failure(
      message: sentence,
      counterexample: Counterexample(
        lanes: (0..<setting.size).map { "n\(setting.name($0))" },
        initialStates: Array(repeating: "", count: setting.size), steps: steps,
        violation: .init(sentence: sentence, steps: [max(0, steps.count - 1)]), isShortest: false,
        schedule: Schedule(check: check.name, setting: setting.text, events: [Self.event])))
  }

  /// All that a schedule says: chance does the rest.
  private static let event = "clients ask, and servers fail"

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard [histories, answers].contains(check), schedule.events == [Self.event],
      let setting = ServedCluster.Setting(schedule.setting)
    else { return nil }
    do throws(Stop) {
      let played = try play([ServedCluster(setting)], on: subject)[0]
      return fault(check, played) == nil
        ? .passed(.schedules(1, steps: played.callCount)) : .failed(told(check, played))
    } catch {
      return try stopped(error, subject)
    }
  }
}
