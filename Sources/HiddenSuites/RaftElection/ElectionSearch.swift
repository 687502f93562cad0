import Checking
import ExerciseKit
import Simulation
import Wire

/// Gathers what several searches say of the same checks.
struct ElectionSearch {
  private let subject: any Subject
  private var states = 0
  private var transitions = 0
  private var depth = 0
  private var failures: [String: Failure] = [:]
  private var cutBy: String?
  private var budgetSpent = false
  /// What could not be compared when two states were taken for one.
  private var unseen: [String] = []
  private var impurity: String?
  /// How often two steps that must be alike were compared.
  private var comparisons = 0
  private var stop: (stop: Stop, run: Counterexample?)?

  /// Five times what the largest space takes with a submission that keeps nothing it need not.
  static let budget = Budget(states: 150_000)
  /// A submission that numbers states without end meets this.
  static let lastBudget = Budget(states: 400_000)

  init(subject: any Subject) {
    self.subject = subject
  }

  /// Searches one space, unless the subject has stopped in an earlier one.
  /// - Throws: `Stop` when the subject stopped in no event that can be named.
  mutating func run(_ bounds: ElectionBounds) throws(Stop) {
    guard stop == nil else { return }
    var (found, cluster) = try explore(bounds, Self.budget)
    if found.end == .budgetSpent && bounds.replies == .takenOutWhenSpent {
      // The submission keeps a record of messages that cannot matter. Losing them is one of the
      // things a network may do, so this is a smaller search of the same kind.
      var smaller = bounds
      smaller.replies = .lostWhenSpent
      (found, cluster) = try explore(smaller, Self.lastBudget)
    }
    guard let cluster else { return }
    for name in cluster.unseen where !unseen.contains(name) { unseen.append(name) }
    states += found.states
    transitions += found.transitions
    depth = max(depth, found.depth)
    if case .stopped(let stop) = found.end {
      self.stop = (
        stop,
        try found.stoppedRun.map { run throws(Stop) in
          try tellStop(stop, cluster.events(of: run), ElectionSetting(bounds))
        }
      )
      return
    }
    if found.end == .budgetSpent { budgetSpent = true }
    if impurity == nil {
      impurity =
        try cluster.findImpurity(samples: 4, compared: &comparisons)
    }
    let setting = ElectionSetting(bounds)
    for violation in found.violations {
      if found.end == .cutAtViolations && cutBy == nil { cutBy = violation.check }
      let length = failures[violation.check]?.counterexample?.steps.count ?? .max
      guard violation.run.count < length else { continue }
      try tell(violation, cluster.events(of: violation.run), setting)
    }
  }

  private func explore(
    _ bounds: ElectionBounds, _ budget: Budget
  ) throws(Stop) -> (Exploration, ElectionCluster?) {
    var cluster: ElectionCluster?
    let found = try Checking.explore(
      {
        let fresh = ElectionCluster(bounds, subject: subject)
        cluster = fresh
        return fresh
      }, budget: budget)
    return (found, cluster)
  }

  /// Repeats a violating run from its start, with every value fresh, and tells it.
  private mutating func tell(
    _ violation: FoundViolation, _ events: [ElectionEvent], _ setting: ElectionSetting
  ) throws(Stop) {
    var run = try ElectionRun(setting, seed: nil, subject: subject)
    for event in events.dropLast() {
      try run.perform(event)
      run.forgetViolations()
    }
    if let last = events.last { try run.perform(last) }
    guard let repeated = run.violations.first(where: { $0.check == violation.check }) else {
      impurity =
        "a run that broke \(violation.check) did not break it when repeated from the start"
      return
    }
    failures[violation.check] = Failure(
      message: repeated.sentence,
      counterexample: Counterexample(run, repeated, isShortest: true))
  }

  /// Tells the run on whose last event the subject stopped.
  private func tellStop(
    _ stop: Stop, _ events: [ElectionEvent], _ setting: ElectionSetting
  ) throws(Stop) -> Counterexample {
    try subject.restart()
    var run = try ElectionRun(setting, seed: nil, subject: subject)
    for event in events.dropLast() {
      try run.perform(event)
      run.forgetViolations()
    }
    if let last = events.last { run.end(at: last) }
    return Counterexample(
      run,
      LocalViolation(
        check: RaftElectionSuite.answering, sentence: "in this step the submission \(stop.phrase)"),
      isShortest: true)
  }

  /// Lets two values made alike take the same steps, and a copy go its own way: equal inputs must have
  /// equal effects, and the copy's steps must not show in the original.
  mutating func comparePure() throws(Stop) {
    let setting = ElectionSetting(nodes: 3)
    let sender = setting.members[1].id
    var random = RandomSource(seed: 3)
    var program = Program()
    let (first, second, copy) = (0, 1, 2)
    for slot in [first, second] {
      program.make(slot, setting.members[0].start(ElectionShadow()).write)
    }
    let rounds = 60
    for round in 1...rounds {
      let input: ElectionInput =
        switch round % 3 {
        case 0: .electionTimeout
        case 1:
          .received(.requestVote(term: round, lastLog: .init(term: 0, index: 0)), from: sender)
        default: .received(.heartbeat(term: round), from: sender)
        }
      let bits = random.next()
      program.canonicalForm(first)
      program.copy(first, to: copy)
      program.call(copy) { $0.step(.electionTimeout, random: bits) }
      program.canonicalForm(first)
      program.call(first) { $0.step(input, random: bits) }
      program.call(second) { $0.step(input, random: bits) }
    }
    let answers = try subject.run(program)
    for round in 0..<rounds where impurity == nil {
      let answer = Array(answers[(5 * round)..<(5 * round + 5)])
      comparisons += 1
      if answer[0] != answer[2] {
        impurity = "a step of a copy changed the node it was copied from; a node must be a value"
      } else if answer[3] != answer[4] {
        impurity =
          "two nodes made alike and given the same inputs and random bits did different things; a step "
          + "may depend only on the state, the input and the random bits"
      }
    }
  }

  /// What the searches say of a check.
  func verdict(of check: String) -> Verdict {
    if let stop {
      return check == RaftElectionSuite.answering
        ? .stopped(stop.stop, stop.run)
        : failures[check].map(Verdict.failed)
          ?? .notReached("the submission \(stop.stop.phrase) before the search was over")
    }
    if check == RaftElectionSuite.answering {
      return .passed(
        budgetSpent || cutBy != nil ? searched : reach)
    }
    if check == "same-input-same-step" {
      if let impurity { return .failed(Failure(message: impurity)) }
      return .passed(.cases(comparisons))
    }
    if let failure = failures[check] { return .failed(failure) }
    if let cutBy {
      return .notReached(
        "no violation in \(states) states, but the search could not go past the violation of \(cutBy)"
      )
    }
    if budgetSpent {
      return .notReached("no violation in \(states) states; the search's budget was spent")
    }
    return .passed(reach)
  }

  private var searched: Strength {
    .searched(states: states, transitions: transitions, depth: depth, unseen: unseen)
  }

  /// How far searches went that came to their end: no farther than what they could tell apart.
  private var reach: Strength {
    unseen.isEmpty
      ? .exhaustive(states: states, transitions: transitions, depth: depth) : searched
  }
}
