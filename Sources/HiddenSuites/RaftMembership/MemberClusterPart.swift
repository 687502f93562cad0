import Checking
import Simulation
import Wire

/// Checks of whole clusters: few events in all orders of changes, elections and heard answers, and many events by
/// chance, after which nothing is lost any more.
struct MemberClusterPart: SuitePart {
  typealias Lives = ServerLives
  typealias Setting = MemberCluster.Setting

  /// A run, and what is wrong with it.
  private struct Finding {
    let setting: Setting
    let events: [MemberEvent]
    let sentence: String
  }

  /// A cluster on its way, and what has happened to it.
  private struct Run: Sendable {
    var cluster: MemberCluster
    var events: [MemberEvent] = []
    var changeCount = 0
    var electionCount = 0
    var rest = MemberCluster.Rest.removesItsLeader

    var finding: Finding? {
      cluster.fault.map { Finding(setting: cluster.setting, events: events, sentence: $0) }
    }
  }

  /// That what is committed stays, in many orders of a few events.
  let search: Check
  /// The same by chance, and that changes come to an end.
  let walks: Check

  func stages(for key: InputKey) -> [Stage] {
    [
      Stage(search) { (subject) throws(Stop) in try verdictOfSearch(subject) },
      Stage(walks) { (subject) throws(Stop) in try verdictOfWalks(key, subject) },
    ]
  }

  // MARK: Few events

  /// Four members, and three or two with one server beside them.
  private static let settings = [
    Setting(size: 4, memberCount: 4), Setting(size: 4, memberCount: 3),
    Setting(size: 3, memberCount: 2),
  ]
  /// Events of a run, of which the last is an election.
  private static let depth = 5
  private static let most = (elections: 2, changes: 2)

  /// Runs that one event more makes of others, of each situation one.
  private func grown(
    _ runs: [Run], isLast: Bool, _ known: inout Set<[Int]>, _ lives: inout Lives,
    _ subject: any Subject
  ) throws(Stop) -> [Run] {
    let events = try lives.settle(runs, on: subject) { (run, lives) throws(Lives.Unanswered) in
      let elections =
        run.electionCount < Self.most.elections ? try run.cluster.elections(&lives) : []
      return elections
        + (isLast ? [] : run.cluster.deeds(mayChange: run.changeCount < Self.most.changes))
    }
    let pairs = zip(runs, events).flatMap { run, events in events.map { (run, $0) } }
    let all = try lives.settle(pairs, on: subject) { (pair, lives) throws(Lives.Unanswered) in
      var (run, event) = pair
      try run.cluster.apply(event, &lives)
      run.events.append(event)
      switch event {
      case .stands: run.electionCount += 1
      case .adds, .removes: run.changeCount += 1
      default: break
      }
      return run
    }
    return all.filter {
      $0.cluster.hasHappened && ($0.finding != nil || known.insert($0.cluster.situation).inserted)
    }
  }

  private func verdictOfSearch(_ subject: any Subject) throws(Stop) -> Verdict {
    var (stateCount, eventCount) = (0, 0)
    do throws(Stop) {
      for setting in Self.settings {
        var lives = Lives()
        var runs = try started([setting], &lives, subject)
        var known: Set<[Int]> = []
        for depth in 0...Self.depth {
          if let finding = runs.lazy.compactMap(\.finding).first {
            return .failed(try told(search, finding, subject))
          }
          stateCount += runs.count
          guard depth < Self.depth else { break }
          runs = try grown(runs, isLast: depth == Self.depth - 1, &known, &lives, subject)
          eventCount += runs.count
        }
      }
    } catch {
      return try stopped(error, subject)
    }
    // Not whole: nothing is lost or restarted, nobody writes, and no more vote than it takes.
    return .passed(.searched(states: stateCount, transitions: eventCount, depth: Self.depth))
  }

  private func started(
    _ settings: [Setting], _ lives: inout Lives, _ subject: any Subject
  ) throws(Stop) -> [Run] {
    try lives.settle(settings, on: subject) { (setting, lives) throws(Lives.Unanswered) in
      Run(cluster: try MemberCluster(setting, &lives))
    }
  }

  // MARK: By chance

  private func drawn(_ count: Int, isOdd: Bool, _ random: inout RandomSource) -> [Setting] {
    (0..<count).map { place in
      let size = 3 + place % 5
      var setting = Setting(size: size, memberCount: 1 + random.index(below: size))
      if isOdd { setting.drawOddNames(&random) }
      return setting
    }
  }

  /// Events by chance, and then until the cluster rests.
  private func walked(
    _ count: Int, isOdd: Bool, seed: UInt64, _ subject: any Subject
  ) throws(Stop) -> [Run] {
    var random = RandomSource(seed: seed)
    var lives = Lives()
    var runs = try started(drawn(count, isOdd: isOdd, &random), &lives, subject)
    for _ in 0..<50 {
      let events = runs.map { ($0, $0.cluster.draw(&random)) }
      runs = try lives.settle(events, on: subject) { (pair, lives) throws(Lives.Unanswered) in
        var (run, event) = pair
        try run.cluster.apply(event, &lives)
        if run.cluster.hasHappened { run.events.append(event) }
        return run
      }
    }
    return try rested(runs, &lives, subject)
  }

  /// How many events a cluster needs to come to rest at most: three changes and two elections, each brought to six
  /// others twice.
  private static let patience = 120

  private func rested(
    _ runs: [Run], _ lives: inout Lives, _ subject: any Subject
  ) throws(Stop) -> [Run] {
    var runs = runs
    for _ in 0..<Self.patience {
      runs = try lives.settle(runs, on: subject) { (run, lives) throws(Lives.Unanswered) in
        var run = run
        guard let event = try run.cluster.next(&run.rest, &lives) else { return run }
        try run.cluster.apply(event, &lives)
        if !run.cluster.hasHappened {
          run.cluster.fail("\(event.text): nothing speaks against it, and nothing comes of it")
        }
        return run
      }
    }
    for place in runs.indices where runs[place].rest != .rests {
      runs[place].cluster.fail("the cluster does not come to rest, though nothing is lost")
    }
    return runs
  }

  private func verdictOfWalks(_ key: InputKey, _ subject: any Subject) throws(Stop) -> Verdict {
    let shown: [Run]
    do throws(Stop) {
      shown = try walked(40, isOdd: false, seed: key.shownSeed(of: walks.name), subject)
      if let finding = shown.lazy.compactMap(\.finding).first {
        return .failed(try failure(finding, subject))
      }
    } catch {
      return try stopped(error, subject)
    }
    let strength = Strength.schedules(
      shown.count, steps: shown.reduce(0) { $0 + $1.events.count })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let kept = try walked(20, isOdd: true, seed: key.keptSeed(of: walks.name), subject)
      let finding = kept.lazy.compactMap(\.finding).first
      return finding.map { .failed(Failure(message: $0.sentence)) } ?? .passed(strength)
    }
  }

  // MARK: Telling

  /// What is wrong with these runs, when they are walked once more.
  private func firstFailing(
    _ setting: Setting, of runs: [[MemberEvent]], rests: Bool, _ subject: any Subject
  ) throws(Stop) -> Finding? {
    for events in runs {
      var lives = Lives()
      let moments = try moments(setting, events, rests: rests, &lives, subject)
      if let fault = moments.last?.cluster.fault {
        return Finding(setting: setting, events: events, sentence: fault)
      }
    }
    return nil
  }

  /// The states of a run, each with the event that led to it.
  private func moments(
    _ setting: Setting, _ events: [MemberEvent], rests: Bool, _ lives: inout Lives,
    _ subject: any Subject
  ) throws(Stop) -> [(event: MemberEvent?, cluster: MemberCluster)] {
    var runs = try started([setting], &lives, subject)
    var moments: [(event: MemberEvent?, cluster: MemberCluster)] = runs.map { (nil, $0.cluster) }
    for event in events {
      runs = try lives.settle(runs, on: subject) { (run, lives) throws(Lives.Unanswered) in
        var run = run
        try run.cluster.apply(event, &lives)
        return run
      }
      if runs[0].cluster.hasHappened { moments.append((event, runs[0].cluster)) }
    }
    guard rests, runs[0].finding == nil else { return moments }
    for _ in 0..<Self.patience {
      let next = try lives.settle(runs, on: subject) { (run, lives) throws(Lives.Unanswered) in
        var run = run
        let event = try run.cluster.next(&run.rest, &lives)
        if let event { try run.cluster.apply(event, &lives) }
        return (run, event)
      }
      runs = next.map(\.0)
      if let event = next[0].1, !runs[0].cluster.hasHappened {
        runs[0].cluster.fail("\(event.text): nothing speaks against it, and nothing comes of it")
      }
      moments.append((next[0].1, runs[0].cluster))
      if next[0].1 == nil { return moments }
    }
    runs[0].cluster.fail("the cluster does not come to rest, though nothing is lost")
    return moments + [(nil, runs[0].cluster)]
  }

  private func failure(_ finding: Finding, _ subject: any Subject) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      best = try shrunk(
        finding, effort: 4_000, events: \.events,
        removing: { range, events in events.without(range) }
      ) { (candidates) throws(Stop) in
        try firstFailing(finding.setting, of: candidates, rests: true, subject)
      }
    } catch {
      try subject.goOn(after: error)
    }
    return try told(walks, best, subject)
  }

  private func told(
    _ check: Check, _ finding: Finding, _ subject: any Subject
  ) throws(Stop) -> Failure {
    let setting = finding.setting
    var lives = Lives()
    let moments = try moments(
      setting, finding.events, rests: check == walks, &lives, subject)
    let steps = moments.map { moment in
      let server = moment.event?.server ?? 1
      let text = moment.event?.text ?? (moment.cluster.fault == nil ? "server 1 leads term 1" : "")
      return Counterexample.Step(
        event: .local(lane: server - 1, label: text),
        sentence: text.isEmpty ? "in the end" : text, state: moment.cluster.text(of: server))
    }
    return Failure(
      message: finding.sentence,
      counterexample: Counterexample(
        lanes: (1...setting.size).map { "n\(setting.name($0))" },
        initialStates: Array(repeating: "", count: setting.size), steps: steps,
        violation: .init(sentence: finding.sentence, steps: [max(0, steps.count - 1)]),
        isShortest: check == search,
        schedule: Schedule(
          check: check.name, setting: setting.text, events: finding.events.map(\.text))))
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard [search, walks].contains(check), let setting = Setting(schedule.setting) else {
      return nil
    }
    let events = schedule.events.compactMap(MemberEvent.init)
    guard events.count == schedule.events.count, events.count <= 400 else { return nil }
    do throws(Stop) {
      let finding = try firstFailing(setting, of: [events], rests: check == walks, subject)
      guard let finding else { return .passed(.schedules(1, steps: events.count)) }
      return .failed(try told(check, finding, subject))
    } catch {
      return try stopped(error, subject)
    }
  }
}

extension MemberCluster {
  /// What distinguishes clusters: what each node was told, in which order.
  var situation: [Int] { servers.map(\.life) }
}
