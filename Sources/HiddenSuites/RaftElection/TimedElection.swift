import Checking
import ExerciseKit
import Wire

/// What a cluster of electors achieves when nothing hinders it for long.
struct TimedElection: TimedScenario {
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

  /// Twenty of the longest timeouts: one round in four splits the vote at worst, so a right answer
  /// misses this once in 10^11 runs, and the runs are always the same.
  private static let patience = 6000
  private static let stability = 1500
  private static let timing = TimedCluster<Election>.Timing(
    timeouts: ElectionSetting.usualTimeouts, interval: 50, longestDelay: 10,
    longestTimer: 2 * patience)

  /// How far a scenario has come.
  private enum Phase {
    case electing
    /// Waiting for the second half of the scenario since this moment.
    case disturbed(since: Int, oldTerm: Term)
    case healed(since: Int)
    case steady(since: Int, term: Term)
  }

  let scenario: Scenario
  var cluster: TimedCluster<Election>
  var outcome: TimedOutcome?
  private var phase = Phase.electing

  private init(_ scenario: Scenario, nodes: Int, seed: UInt64) {
    self.scenario = scenario
    cluster = TimedCluster(ElectionSetting(nodes: nodes), Self.timing, seed: seed)
  }

  /// Runs scenarios on all sizes and seeds.
  static func run(
    _ scenarios: [Scenario], on subject: any Subject
  ) throws(Stop) -> [Scenario: Verdict] {
    let runs = scenarios.flatMap { scenario in
      scenario.sizes.flatMap { nodes in
        (1...8).map { TimedElection(scenario, nodes: nodes, seed: $0) }
      }
    }
    return Dictionary(grouping: try play(runs, on: subject), by: \.scenario).mapValues { runs in
      verdict(on: runs) { Failure(message: $0.story(of: $1)) }
    }
  }

  private func story(of what: String) -> String {
    let timing = Self.timing
    let states = cluster.shadows.indices.map { node in
      let state = cluster.stopped.contains(node) ? "stopped" : Election.label(cluster.shadows[node])
      return "\(cluster.setting.members[node].id) \(state)"
    }
    return "\(cluster.setting.text), seed \(cluster.seed), timeouts "
      + "\(timing.timeouts.lowerBound) to \(timing.timeouts.upperBound) ms, messages within "
      + "\(timing.longestDelay) ms: \(what) (\(states.joined(separator: ", ")))"
  }

  // MARK: The scenario

  /// The leader that every running node of the first part follows; nil when there is none yet.
  private var settledLeader: Int? {
    let shadows = cluster.shadows
    let nodes = shadows.indices.filter {
      cluster.parts[$0] == 0 && !cluster.stopped.contains($0)
    }
    let highest = nodes.map { shadows[$0].term }.max() ?? 0
    let leaders = nodes.filter { shadows[$0].role == .leader && shadows[$0].term == highest }
    guard leaders.count == 1,
      nodes.allSatisfy({
        shadows[$0].term == highest && (leaders[0] == $0 || shadows[$0].role == .follower)
      })
    else { return nil }
    return leaders[0]
  }

  mutating func update() {
    let now = cluster.now
    switch phase {
    case .electing:
      if let leader = settledLeader {
        disturb(leader)
      } else if now > Self.patience {
        outcome =
          scenario == .fair
          ? .missed("no leader after \(now) ms") : .broken(check: "elects-a-leader")
      }
    case .steady(let since, let term):
      if cluster.shadows.contains(where: { $0.term != term }) {
        outcome = .missed("a term beyond \(term) under a leader that lives and is heard")
      } else if now >= since + Self.stability {
        outcome = .reached
      }
    case .disturbed(let since, let oldTerm): updateDisturbed(since, oldTerm)
    case .healed(let since):
      awaitLeader(since, "no single leader", "the network healed") { $0.outcome = .reached }
    }
  }

  private mutating func disturb(_ leader: Int) {
    let term = cluster.shadows[leader].term
    phase = .disturbed(since: cluster.now, oldTerm: term)
    switch scenario {
    case .fair: phase = .steady(since: cluster.now, term: term)
    case .leaderStops: cluster.stopped.insert(leader)
    case .minority: cutOff([leader + 1, leader + 2])
    case .healing: cutOff([leader, leader + 1])
    }
  }

  /// Puts as many of these nodes as make a minority into a part of their own.
  private mutating func cutOff(_ nodes: [Int]) {
    let count = cluster.parts.count
    for node in nodes.prefix((count - 1) / 2) { cluster.parts[node % count] = 1 }
  }

  private mutating func updateDisturbed(_ since: Int, _ oldTerm: Term) {
    switch scenario {
    case .fair: break
    case .leaderStops:
      awaitLeader(since, "no new leader", "the leader stopped") { $0.outcome = .reached }
    case .minority:
      let usurper = cluster.shadows.indices.first {
        cluster.parts[$0] == 1 && cluster.shadows[$0].role == .leader
          && cluster.shadows[$0].term > oldTerm
      }
      if let usurper {
        let name = cluster.setting.members[usurper].id
        outcome = .missed("\(name) leads a new term from a minority")
      } else if cluster.now >= since + Self.stability * 2 {
        outcome = .reached
      }
    case .healing:
      awaitLeader(since, "no leader in the majority", "the split") {
        $0.cluster.parts = $0.cluster.parts.map { _ in 0 }
        $0.phase = .healed(since: $0.cluster.now)
      }
    }
  }

  /// Goes on when there is a leader, and loses patience when there is none for long.
  private mutating func awaitLeader(
    _ since: Int, _ what: String, _ event: String, then goOn: (inout Self) -> Void
  ) {
    if settledLeader != nil {
      goOn(&self)
    } else if cluster.now > since + Self.patience {
      outcome = .missed("\(what) \(cluster.now - since) ms after \(event)")
    }
  }
}
