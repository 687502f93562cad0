import Checking
import ExerciseKit
import Simulation
import Wire

/// Elections in virtual time, on a network that delivers every message within 10 ms: what a cluster
/// achieves when nothing hinders it for long. Clusters run in step, one event each per exchange.
struct TimedElection {
  /// What is done to the cluster, and what must come of it.
  enum Scenario: String, CaseIterable, Sendable {
    /// A leader, and then no change of term while it lives.
    case fair
    /// The leader stops for good: another one is elected.
    case leaderStops
    /// The smaller part of a split network: it never gets a leader of a new term.
    case minority
    /// The network splits and heals: one leader, which all follow.
    case healing

    /// The sizes of the clusters it is tried on.
    var sizes: [Int] { self == .fair ? [1, 3, 5] : [3, 5] }
  }

  static let seeds: ClosedRange<UInt64> = 1...8
  static let timeouts = 150...300
  static let heartbeatInterval = 50
  static let longestDelay = 10
  /// Twenty of the longest timeouts: one round in four splits the vote at worst, so a right answer
  /// misses this once in 10^11 runs, and the runs are always the same.
  static let patience = 6000
  static let stability = 1500
  /// Twenty times what a right answer takes. More, or more messages on their way than a cluster ever
  /// has, is a storm: messages that beget more than one each, without end.
  static let longestRun = 20_000
  static let largestTraffic = 2_000

  private enum Happening: Sendable {
    case electionTimer(node: Int, setting: Int)
    case heartbeatTimer(node: Int)
    case arrival(ElectionMessage, from: Int, to: Int)
  }

  /// How far a scenario has come.
  private enum Phase: Equatable {
    case electing
    /// Waiting for the second half of the scenario since this moment.
    case disturbed(since: Int, oldLeader: Int, oldTerm: Term)
    case healed(since: Int)
    case steady(since: Int, term: Term)
    case reached
    case missed(String)
    /// Another check failed first, so that nothing can be said of the goal.
    case broken(check: String)
  }

  let scenario: Scenario
  let setting: ElectionSetting
  let seed: UInt64
  private var queue = EventQueue<Happening>()
  private var random: RandomSource
  private var bits: RandomSource
  private var shadows: [ElectionShadow]
  private var timerSettings: [Int]
  private var stopped: Set<Int> = []
  /// The part of the network each node is in.
  private var parts: [Int]
  private var phase = Phase.electing
  private var now = 0
  private var steps = 0
  private var onTheWay = 0
  /// The first check that a step broke in a way that can be gone on from.
  private var brokenOnTheWay: String?
  private let base: Int

  private init(_ scenario: Scenario, nodes: Int, seed: UInt64, base: Int) {
    self.scenario = scenario
    self.seed = seed
    self.base = base
    setting = ElectionSetting(
      logs: Array(repeating: LogPosition(term: 0, index: 0), count: nodes),
      timeouts: Self.timeouts)
    random = RandomSource(seed: seed)
    bits = RandomSource(seed: ~seed)
    shadows = setting.members.map { _ in ElectionShadow() }
    timerSettings = setting.members.map { _ in 0 }
    parts = setting.members.map { _ in 0 }
    for node in setting.members.indices {
      queue.add(
        .electionTimer(node: node, setting: 0),
        at: Self.timeouts.lowerBound + random.index(below: Self.timeouts.count))
      queue.add(.heartbeatTimer(node: node), at: Self.heartbeatInterval)
    }
  }

  /// Runs scenarios on all sizes and seeds; the first run of a scenario that misses its goal decides.
  static func run(
    _ scenarios: [Scenario], on subject: any Subject
  ) throws(Stop) -> [Scenario: Verdict] {
    var runs: [TimedElection] = []
    var program = Program()
    var base = 0
    for scenario in scenarios {
      for nodes in scenario.sizes {
        for seed in Self.seeds {
          let run = TimedElection(scenario, nodes: nodes, seed: seed, base: base)
          for (offset, member) in run.setting.members.enumerated() {
            program.make(base + offset, member.start(ElectionShadow()).write)
          }
          base += nodes
          runs.append(run)
        }
      }
    }
    _ = try subject.run(program)
    while true {
      var program = Program()
      var moved: [(run: Int, node: Int, input: ElectionInput)] = []
      for index in runs.indices {
        guard let (node, input) = runs[index].advance() else { continue }
        let random = runs[index].bits.next()
        program.call(runs[index].base + node) { $0.step(input, random: random) }
        moved.append((index, node, input))
      }
      if moved.isEmpty { break }
      let answers = try subject.run(program)
      for (move, answer) in zip(moved, answers) {
        runs[move.run].settle(move.node, move.input, try ElectionReaction(answer: answer))
      }
    }
    return Dictionary(grouping: runs, by: \.scenario).mapValues(verdict)
  }

  private static func verdict(on runs: [TimedElection]) -> Verdict {
    if let failure = runs.compactMap(\.failure).first {
      return .failed(Failure(message: failure))
    }
    if let check = runs.compactMap(\.brokenCheck).first {
      let whole = runs.filter { $0.phase == .reached }
      guard !whole.isEmpty else {
        return .notReached("\(check) failed before this could be looked at")
      }
      return .held(
        .schedules(whole.count, steps: whole.reduce(0) { $0 + $1.steps }),
        until: "\(check) failed in the other \(runs.count - whole.count)")
    }
    return .passed(.schedules(runs.count, steps: runs.reduce(0) { $0 + $1.steps }))
  }

  private var brokenCheck: String? {
    if case .broken(let check) = phase { check } else { nil }
  }

  private var failure: String? {
    guard case .missed(let what) = phase else { return nil }
    let states = setting.members.indices.map { node in
      "\(setting.members[node].id) \(stopped.contains(node) ? "stopped" : shadows[node].label)"
    }
    return "\(setting.text), seed \(seed), timeouts \(Self.timeouts.lowerBound) to "
      + "\(Self.timeouts.upperBound) ms, messages within \(Self.longestDelay) ms: \(what) "
      + "(\(states.joined(separator: ", ")))"
  }

  // MARK: One event

  /// Moves time on to the next event that concerns a node; nil when the run is over.
  private mutating func advance() -> (node: Int, input: ElectionInput)? {
    while true {
      updatePhase()
      switch phase {
      case .reached, .missed, .broken: return nil
      case .electing, .disturbed, .healed, .steady: break
      }
      guard let (time, happening) = queue.next() else {
        phase = .missed("nothing is left to happen: no timer is running")
        return nil
      }
      now = time
      switch happening {
      case .electionTimer(let node, let setting):
        guard timerSettings[node] == setting, !stopped.contains(node) else { continue }
        return (node, .electionTimeout)
      case .heartbeatTimer(let node):
        queue.add(.heartbeatTimer(node: node), at: now + Self.heartbeatInterval)
        guard !stopped.contains(node), shadows[node].role == .leader else { continue }
        return (node, .heartbeatTimeout)
      case .arrival(let message, let sender, let receiver):
        onTheWay -= 1
        guard !stopped.contains(receiver), parts[sender] == parts[receiver] else { continue }
        return (receiver, .received(message, from: setting.members[sender].id))
      }
    }
  }

  private mutating func settle(_ node: Int, _ input: ElectionInput, _ reaction: ElectionReaction) {
    steps += 1
    let judgement = ElectionRules.judge(setting.members[node], shadows[node], input, reaction)
    guard let after = judgement.next else {
      phase = .broken(check: judgement.violations.first?.check ?? "the rules")
      return
    }
    if brokenOnTheWay == nil { brokenOnTheWay = judgement.violations.first?.check }
    shadows[node] = after
    // Every effect that sets the timer sets it afresh; the last one stands.
    var delay: Millis?
    for output in reaction.outputs {
      switch output {
      case .persist: break
      case .resetElectionTimer(let milliseconds): delay = milliseconds
      case .send(let message, let receiver): send(message, from: node, to: receiver)
      }
    }
    if let delay {
      timerSettings[node] += 1
      // Longer than anybody waits is for ever.
      queue.add(
        .electionTimer(node: node, setting: timerSettings[node]),
        at: now + min(max(1, delay), 2 * Self.patience))
    }
    if steps > Self.longestRun || onTheWay > Self.largestTraffic {
      phase = .broken(check: brokenOnTheWay ?? "replies-carry-current-term")
    }
  }

  private mutating func send(_ message: ElectionMessage, from node: Int, to receiver: NodeID) {
    guard message.isDeliverable,
      let to = setting.members.firstIndex(where: { $0.id == receiver })
    else { return }
    onTheWay += 1
    queue.add(
      .arrival(message, from: node, to: to), at: now + 1 + random.index(below: Self.longestDelay))
  }

  // MARK: The scenario

  /// The leader that every running node of its part follows; nil when there is none yet.
  private func settledLeader(of part: Int) -> Int? {
    let nodes = shadows.indices.filter { parts[$0] == part && !stopped.contains($0) }
    let highest = nodes.map { shadows[$0].term }.max() ?? 0
    let leaders = nodes.filter { shadows[$0].role == .leader && shadows[$0].term == highest }
    guard leaders.count == 1,
      nodes.allSatisfy({
        shadows[$0].term == highest && (leaders[0] == $0 || shadows[$0].role == .follower)
      })
    else { return nil }
    return leaders[0]
  }

  private mutating func updatePhase() {
    switch phase {
    case .electing:
      if let leader = settledLeader(of: 0) {
        disturb(leader)
      } else if now > Self.patience {
        let what = "no leader after \(now) ms"
        phase = scenario == .fair ? .missed(what) : .broken(check: "elects-a-leader")
      }
    case .steady(let since, let term):
      if shadows.contains(where: { $0.term != term }) {
        phase = .missed("a term beyond \(term) under a leader that lives and is heard")
      } else if now >= since + Self.stability {
        phase = .reached
      }
    case .disturbed(let since, let oldLeader, let oldTerm):
      updateDisturbed(since, oldLeader, oldTerm)
    case .healed(let since):
      if settledLeader(of: 0) != nil {
        phase = .reached
      } else if now > since + Self.patience {
        phase = .missed("no single leader \(now - since) ms after the network healed")
      }
    case .reached, .missed, .broken: break
    }
  }

  private mutating func disturb(_ leader: Int) {
    let term = shadows[leader].term
    switch scenario {
    case .fair:
      phase = .steady(since: now, term: term)
      return
    case .leaderStops:
      stopped.insert(leader)
    case .minority:
      cutOff([leader + 1, leader + 2])
    case .healing:
      cutOff([leader, leader + 1])
    }
    phase = .disturbed(since: now, oldLeader: leader, oldTerm: term)
  }

  /// Puts as many of these nodes as make a minority into a part of their own.
  private mutating func cutOff(_ nodes: [Int]) {
    let count = shadows.count
    for node in nodes.prefix((count - 1) / 2) { parts[node % count] = 1 }
  }

  private mutating func updateDisturbed(_ since: Int, _ oldLeader: Int, _ oldTerm: Term) {
    switch scenario {
    case .fair: break
    case .leaderStops:
      if settledLeader(of: 0) != nil {
        phase = .reached
      } else if now > since + Self.patience {
        phase = .missed("no new leader \(now - since) ms after the leader stopped")
      }
    case .minority:
      let usurper = shadows.indices.first {
        parts[$0] == 1 && shadows[$0].role == .leader && shadows[$0].term > oldTerm
      }
      if let usurper {
        phase = .missed("\(setting.members[usurper].id) leads a new term from a minority")
      } else if now >= since + Self.stability * 2 {
        phase = .reached
      }
    case .healing:
      if settledLeader(of: 0) != nil {
        parts = parts.map { _ in 0 }
        phase = .healed(since: now)
      } else if now > since + Self.patience {
        phase = .missed("no leader in the majority \(now - since) ms after the split")
      }
    }
  }
}
