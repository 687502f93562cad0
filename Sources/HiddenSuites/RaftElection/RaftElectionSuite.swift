public import Checking
import ExerciseKit
import Simulation
public import Wire

/// The hidden tests of `raft-election`.
///
/// Safety and obligations are judged on every step of an exhaustive search within stated bounds, then
/// of single nodes in situations drawn at random, then of seeded walks of clusters; liveness on a timed
/// network. Source of the rules: Ongaro and
/// Ousterhout 2014, figure 2 and sections 5.1, 5.2 and 5.4.1.
public struct RaftElectionSuite: Suite {
  /// The exercise's folder.
  public let exercise = "raft-election"
  /// The version of the verdicts.
  public let version = 2

  /// The suite.
  public init() {}

  /// The spaces searched, smallest first. Four nodes are among them because counting a voter twice and
  /// a majority that is right for odd sizes only do no harm at three; the static logs make every
  /// order of (term, length) meet.
  static let bounds: [ElectionBounds] = [
    ElectionBounds(nodes: 1, maxTerm: 3, crashes: true, replies: .takenOutWhenSpent),
    ElectionBounds(nodes: 3, maxTerm: 1, crashes: true, replies: .takenOutWhenSpent),
    ElectionBounds(
      nodes: 3, maxTerm: 1, crashes: false, replies: .takenOutWhenSpent,
      logs: ["1.1", "1.1", "0.0"]),
    ElectionBounds(
      nodes: 3, maxTerm: 1, crashes: false, replies: .takenOutWhenSpent,
      logs: ["2.1", "2.1", "1.2"]),
    ElectionBounds(
      nodes: 3, maxTerm: 1, crashes: false, replies: .takenOutWhenSpent,
      logs: ["1.2", "1.2", "1.1"]),
    ElectionBounds(
      nodes: 3, maxTerm: 1, crashes: false, replies: .takenOutWhenSpent,
      logs: ["3.2", "2.2", "2.3"]),
    ElectionBounds(nodes: 4, maxTerm: 1, crashes: true, replies: .takenOutWhenSpent),
    ElectionBounds(nodes: 3, maxTerm: 2, crashes: true, replies: .takenOutWhenSpent),
    ElectionBounds(nodes: 5, maxTerm: 1, crashes: true, replies: .takenOutWhenSpent),
    ElectionBounds(nodes: 3, maxTerm: 3, crashes: false, replies: .lost),
    ElectionBounds(nodes: 4, maxTerm: 2, crashes: false, replies: .lost),
  ]

  /// The search and the scripts first, then timers, then time, then chance.
  public func stages(for key: InputKey) -> [Stage] {
    let timed = AskedOnce<[TimedElection.Scenario: Verdict]>()
    let draws = AskedOnce<Verdict>()
    return [
      Stage(checks: Self.stepChecks) { (subject) throws(Stop) in
        try Self.search(key, subject)
      },
      Stage(
        Self.check(
          "timeouts-from-the-whole-interval",
          "Every election timeout lies in the given interval, both ends included, and is drawn anew "
            + "from the step's random bits.", "section 5.2", "raft#timers", 1, .cases)
      ) { (subject) throws(Stop) in
        try draws.answer { () throws(Stop) in try TimerDraws(subject: subject).judgeInterval() }
          ?? .notReached("the submission stopped when its timeouts were drawn before")
      },
      Stage(
        Self.check(
          "nodes-draw-differently",
          "Nodes given different random bits rarely time out together.", "section 5.2",
          "raft#timers", 1, .cases)
      ) { (subject) throws(Stop) in try TimerDraws(subject: subject).judgeDifference() },
      Self.timed(
        "elects-a-leader", .fair, timed, 2,
        "Undisturbed, a cluster elects a leader in bounded time, and its heartbeats then keep it."),
      Self.timed(
        "re-elects-after-a-crash", .leaderStops, timed, 2,
        "When the leader stops, the others elect a new one in bounded time."),
      Self.timed(
        "no-leader-in-a-minority", .minority, timed, 1,
        "Nodes cut off from the majority never get a leader of a new term."),
      Self.timed(
        "one-leader-after-healing", .healing, timed, 1,
        "When a split network heals, one leader remains and all follow it."),
      Stage(
        Self.check(
          "far-beyond-the-bounds",
          "The same rules hold at every step of long random schedules: up to nine nodes, many terms, "
            + "messages late, repeated and lost, votes of strangers, crashes at any moment; and for "
            + "terms and logs near the ends of their range.",
          "figure 2",
          "raft#leaders", 3, .schedules)
      ) { (subject) throws(Stop) in
        // Arithmetic that draws wrongly may trap on large numbers, which says less than what is known.
        let drawn = try draws.answer(from: subject) { () throws(Stop) in
          try TimerDraws(subject: subject).judgeInterval()
        }
        return try Self.walk(key, subject, to: drawn?.isPassed == true ? .extreme : .usual)
      },
    ]
  }

  /// The search asks pairs of nodes the same; whoever runs the suite may have more to say.
  public let repeatability = Election.purity

  // MARK: The search

  /// What every step of the search is judged by; the headline last, since the others show the same
  /// faults in fewer events.
  static let stepChecks: [Check] = [
    Election.answering,
    check(
      "campaigns-honestly",
      "On an election timeout a node moves on by exactly one term, votes for itself and asks every "
        + "other node once, with its own term and the end of its own log.", "section 5.2",
      "raft#votes", 3),
    check(
      "majority-makes-a-leader",
      "A candidate leads as soon as a majority of the whole cluster has granted its vote, and sends "
        + "a heartbeat to every other node at once.", "section 5.2", "raft#majority", 5),
    check(
      "heartbeats-when-due",
      "When a heartbeat is due a leader sends one of its term to every other node, and nobody else "
        + "sends any.", "section 5.2", "raft#leaders", 2),
    check(
      "quorum-of-distinct-voters",
      "A leader holds granted votes of its own term from a majority of distinct nodes, its own vote "
        + "included.", "section 5.2", "raft#majority", 8),
    check(
      "one-vote-per-term",
      "A node votes for at most one candidate in a term, crashes and restarts included.",
      "section 5.2", "raft#votes", 10),
    check(
      "owed-votes-are-granted",
      "A node that has not voted for anyone else in the term grants its vote to a candidate whose "
        + "log is up to date, and again when asked again.", "section 5.2, figure 2", "raft#votes", 3
    ),
    check(
      "up-to-date-rule",
      "No node votes for a candidate whose log ends in an earlier term, or in the same term at a "
        + "smaller index, than its own.", "section 5.4.1", "raft#up-to-date", 6),
    check(
      "persist-before-send",
      "A changed term or vote is on stable storage before anything is sent.", "figure 2",
      "raft#persistence", 7),
    check(
      "terms-never-fall", "A node's term never falls, crashes and restarts included.",
      "section 5.1", "raft#terms", 6),
    check(
      "higher-term-wins",
      "On any message of a higher term a node takes that term, has no vote in it yet, and becomes a "
        + "follower.", "section 5.1", "raft#stepping-down", 5),
    check(
      "stale-messages-change-nothing",
      "A message of an earlier term changes neither role nor term nor vote.", "section 5.1",
      "raft#terms", 4),
    check(
      "concedes-to-the-leader",
      "A candidate that hears a heartbeat of its own term becomes a follower.", "section 5.2",
      "raft#stepping-down", 3),
    check(
      "legal-roles",
      "Every node starts and restarts as a follower; only a candidate becomes leader; a leader "
        + "ignores its election timer.", "section 5.2, figure 4", "raft#leaders", 3),
    check(
      "replies-carry-current-term",
      "Every request is answered exactly once, with the answering node's current term; answers are "
        + "not answered.", "figure 2", "raft#terms", 2),
    check(
      "timers",
      "A node resets its election timer when it campaigns, grants a new vote, hears the current "
        + "leader, or stops being leader; not when it refuses a vote, and not on stale messages or "
        + "answers.", "section 5.2, figure 2", "raft#timers", 2),
    check(
      "at-most-one-leader-per-term",
      "No two nodes ever lead the same term, over the whole history.", "section 5.2, figure 3",
      "raft#leaders", 16),
    Election.purity,
  ]

  static func check(
    _ name: String, _ guarantee: String, _ section: String, _ chapter: String, _ points: Int,
    _ kind: Check.Kind = .search
  ) -> Check {
    Check(
      name: name, guarantee: guarantee,
      source: section.hasPrefix("the") ? section : "Ongaro and Ousterhout 2014, \(section)",
      chapter: chapter, kind: kind, points: points)
  }

  /// One scenario's check. All scenarios run in step at the first of them, and one by one where that
  /// stops the submission.
  private static func timed(
    _ name: String, _ scenario: TimedElection.Scenario,
    _ together: AskedOnce<[TimedElection.Scenario: Verdict]>, _ points: Int, _ guarantee: String
  ) -> Stage {
    Stage(check(name, guarantee, "section 5.2", "raft#liveness", points, .schedules)) {
      (subject) throws(Stop) in
      let all = TimedElection.Scenario.allCases
      var verdicts = try together.answer(from: subject) { () throws(Stop) in
        try TimedElection.run(all, on: subject)
      }
      if verdicts == nil { verdicts = try TimedElection.run([scenario], on: subject) }
      guard let verdict = verdicts?[scenario] else { preconditionFailure("no run of \(scenario)") }
      return verdict
    }
  }

  private static func search(
    _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> [Verdict] {
    var search = RuledSearch<Election>(subject: subject)
    try search.comparePure(ElectionSetting(nodes: 3))
    for bounds in bounds { try search.run(bounds) }
    try search.runScripts(key, "raft-election scripts", shown: .shown, keptBack: .keptBack)
    return stepChecks.map { search.verdict(of: $0.name) }
  }

  private static func walk(
    _ key: InputKey, _ subject: any Subject, to situations: ElectionSituations
  ) throws(Stop) -> Verdict {
    let name = "raft-election walks"
    let walked = try walks(from: key.shownSeed(of: name), 120, length: 200, subject)
      .verdict(on: subject)
    guard case .passed = walked else { return walked }
    var scripts = RuledScripts<Election>(subject: subject)
    try scripts.run(.few(in: situations), from: key.shownSeed(of: "raft-election extremes"))
    if let found = scripts.first {
      var failure = Failure(message: found.violation.sentence)
      do throws(Stop) {
        if let (stop, _) = scripts.stop { try subject.goOn(after: stop) }
        failure.counterexample = try RuledScriptShrinking.shrink(found, on: subject)
      } catch {
        try subject.goOn(after: error)
      }
      return .failed(failure)
    }
    if let (stop, _) = scripts.stop { throw stop }
    return try walked.decided { () throws(Stop) in
      // Only whether there is a violation is of interest: nothing is told of it.
      let walks = try walks(from: key.keptSeed(of: name), 8, length: 100, subject)
      return walks.broken.flatMap(\.run.violations.first).map {
        .failed(Failure(message: $0.sentence))
      } ?? .passed(.schedules(walks.schedules, steps: walks.steps))
    }
  }

  /// Walks from so many seeds, of which every cluster size gets its share. Half of the clusters have the
  /// usual names and nothing persisted, half are any.
  private static func walks(
    from seed: UInt64, _ count: UInt64, length: Int, _ subject: any Subject
  ) throws(Stop) -> RuledWalks<Election> {
    let first = min(seed, .max - count)
    return try RuledWalks(seeds: first...first + count - 1, length: length, on: subject) {
      seed, random in
      seed / 4 % 2 == 0
        ? ElectionSetting(nodes: [3, 4, 5, 7][Int(seed % 4)])
        : ElectionSituations.usual.cluster(random: &random)
    }
  }

  /// Runs a schedule of election events again.
  public func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? {
    guard checks.contains(where: { $0.name == schedule.check }) else { return nil }
    return try RuledRun<Election>.replay(schedule, on: subject)
  }
}
