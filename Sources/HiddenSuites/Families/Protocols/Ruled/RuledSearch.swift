import Checking
import ExerciseKit
import Simulation
import Wire

/// Gathers what several searches, and the scripts of single nodes, say of the same checks.
struct RuledSearch<P: RuledProtocol> {
  /// Why a search did not get to its end.
  private struct Cut {
    var until: String
    var run: Counterexample?
  }

  private let subject: any Subject
  private var states = 0
  private var transitions = 0
  private var depth = 0
  private var failures: [String: Failure] = [:]
  /// What could not be compared when two states were taken for one.
  private var unseen: [String] = []
  /// The checks that a step has put to the test and passed.
  private var kept: Set<String> = []
  private var cut: Cut?
  /// Stored properties that never made a difference, and are no longer looked at.
  private var setAside: Set<String> = []
  /// Stored properties that may make a difference.
  private var influential: Set<String> = []
  /// Whether a space turned out to have no end, so that larger ones are not worth as much.
  private var isEndless = false
  private var impurity: String?
  /// The checks that were broken, and were kept when the run was repeated without copies of the nodes: not
  /// they are at fault, but what copies share.
  private var brokenWithCopies: Set<String> = []
  /// The checks that only scripts have broken of which nothing may be told.
  private var brokenOnKeptBack: Set<String> = []
  /// How often two steps that must be alike were compared.
  private var comparisons = 0
  private var stop: (stop: Stop, run: Counterexample?)?

  /// Five times the states that the largest space has with a submission that keeps nothing it need
  /// not, and fourteen times the local states.
  static var budget: Budget { Budget(states: 150_000, localStates: 300) }
  /// For a space that is larger than one that has no end.
  static var smallBudget: Budget { Budget(states: 20_000, localStates: 100) }

  init(subject: any Subject) {
    self.subject = subject
  }

  /// Searches one space, unless the subject has stopped in an earlier one.
  mutating func run(_ bounds: P.Bounds) throws(Stop) {
    guard stop == nil else { return }
    do throws(Stop) {
      try search(bounds)
    } catch {
      if case .unavailable = error { throw error }
      if case .inconsistent = error { throw error }
      // What was found before is still true.
      stop = (error, nil)
    }
  }

  private mutating func search(_ bounds: P.Bounds) throws(Stop) {
    var (found, cluster) = try explore(bounds, isEndless ? Self.smallBudget : Self.budget)
    if found.end == .budgetSpent && bounds.replies == .takenOutWhenSpent && setAside.isEmpty
      && !isEndless
    {
      // The submission keeps a record of messages that cannot matter. Losing them is one of the
      // things a network may do, so this is a smaller search of the same kind.
      var smaller = bounds
      smaller.replies = .lostWhenSpent
      (found, cluster) = try explore(smaller, Self.budget)
    }
    var growing: String?
    if found.isTooLarge && !isEndless || !setAside.isEmpty {
      (found, cluster, growing) = try setAside(in: bounds, found, cluster)
    }
    note(found, in: cluster)
    guard stop == nil else { return }
    try noteEnd(of: found, in: cluster, growing: growing)
    if impurity == nil { impurity = try cluster.findImpurity(samples: 4, compared: &comparisons) }
  }

  /// Adds what a search has shown, also one that was cut short.
  private mutating func note(_ found: Exploration, in cluster: RuledCluster<P>) {
    for name in cluster.unseen where !unseen.contains(name) { unseen.append(name) }
    states += found.states
    transitions += found.transitions
    depth = max(depth, found.depth)
    kept.formUnion(cluster.kept)
  }

  /// Searches a space again and again, each time without what has turned out to make no difference,
  /// until it gets to its end or everything that is left may make one.
  /// - Returns: the last search, and the property that keeps growing where there is one.
  private mutating func setAside(
    in bounds: P.Bounds, _ found: Exploration, _ cluster: RuledCluster<P>
  ) throws(Stop) -> (Exploration, RuledCluster<P>, growing: String?) {
    var (found, cluster) = (found, cluster)
    for _ in 0..<6 where stop == nil {
      let merged = setAside.isEmpty ? nil : try RuledGrowth.check(mergedIn: cluster)
      comparisons += merged?.pairs ?? 0
      let wrong = setAside.intersection(merged?.influential ?? [])
      if !wrong.isEmpty {
        influential.formUnion(wrong)
        setAside.subtract(wrong)
      } else {
        guard found.isTooLarge else { return (found, cluster, nil) }
        let finding = try RuledGrowth.find(in: cluster)
        comparisons += finding.pairs
        influential.formUnion(finding.influential)
        let more = Set(finding.differing).subtracting(influential).subtracting(setAside)
        guard !more.isEmpty else {
          isEndless = true
          let isGrowing = cluster.growingNode != nil
          return (found, cluster, finding.growing ?? (isGrowing ? finding.differing.first : nil))
        }
        setAside.formUnion(more)
      }
      (found, cluster) = try explore(bounds, Self.budget)
    }
    if found.isTooLarge { isEndless = true }
    return (found, cluster, nil)
  }

  /// Explores one space and tells what it breaks.
  private mutating func explore(
    _ bounds: P.Bounds, _ budget: Budget
  ) throws(Stop) -> (Exploration, RuledCluster<P>) {
    var cluster = RuledCluster<P>(bounds, subject: subject, setAside: setAside)
    let setAside = setAside
    let found = try Checking.explore(
      {
        cluster = RuledCluster<P>(bounds, subject: subject, setAside: setAside)
        return cluster
      }, budget: budget)
    let setting = P.setting(bounds)
    if case .stopped(let stop) = found.end {
      self.stop = (stop, nil)
      try subject.goOn(after: stop)
      if !stop.endsGrading, let run = found.stoppedRun {
        let sentence = "in this step the submission \(stop.phrase)"
        self.stop = (stop, try told(cluster.events(of: run), setting, stops: true, sentence))
      }
    }
    for violation in found.violations {
      let length = failures[violation.check]?.counterexample?.steps.count ?? .max
      guard violation.run.count < length else { continue }
      do throws(Stop) {
        try tell(violation, cluster.events(of: violation.run), setting)
      } catch {
        guard case .gradingLimit = error else { throw error }
        // Nobody is left to repeat the run; it was seen all the same.
        stop = stop ?? (error, nil)
        failures[violation.check] =
          failures[violation.check] ?? Failure(message: violation.sentenceOrWhole)
      }
    }
    return (found, cluster)
  }

  private mutating func noteEnd(
    of found: Exploration, in cluster: RuledCluster<P>, growing: String?
  ) throws(Stop) {
    switch found.end {
    case .exhausted, .stopped: break
    case .cutAtViolations:
      guard cut == nil, let first = found.violations.first?.check else { return }
      cut = Cut(until: "\(first) is broken, and what comes after that means nothing")
    case .budgetSpent, .tooManyLocalStates:
      guard cut?.run == nil, let growing else {
        if cut == nil { cut = Cut(until: "the search's budget is spent") }
        return
      }
      let until =
        growing.isEmpty
        ? "the node's state grows without end"
        : "property `\(Self.shown(growing))` grows without end"
      let run = try found.growingRun.map { (run) throws(Stop) in
        try told(
          cluster.events(of: run), cluster.setting,
          until + ": by the rules the node is what it was, and its state is another again")
      }
      cut = Cut(until: until, run: run)
    }
  }

  /// Runs single nodes through scripts, for what the searches have not met: they begin with small
  /// numbers, the usual names and nothing persisted.
  /// - Parameter name: names the stream of random numbers.
  mutating func runScripts(
    _ key: InputKey, _ name: String, shown amount: RuledScripts<P>.Amount,
    keptBack: RuledScripts<P>.Amount
  ) throws(Stop) {
    guard stop == nil else { return }
    var shown = RuledScripts<P>(subject: subject)
    try shown.run(amount, from: key.shownSeed(of: name))
    kept.formUnion(shown.kept)
    if let (stop, found) = shown.stop {
      self.stop = (stop, nil)
      try subject.goOn(after: stop)
      if let found, !stop.endsGrading {
        self.stop = (stop, try RuledScriptShrinking.shrink(found, stop: stop, on: subject))
      }
    }
    for (check, found) in shown.found.sorted(by: { $0.key < $1.key }) where failures[check] == nil {
      do throws(Stop) {
        try tell(found, check)
      } catch {
        guard case .gradingLimit = error else { throw error }
        stop = stop ?? (error, nil)
        failures[check] = Failure(message: found.violation.sentence)
      }
    }
    guard failures.isEmpty, impurity == nil, stop == nil else { return }
    var hidden = RuledScripts<P>(subject: subject)
    try hidden.run(keptBack, from: key.keptSeed(of: name))
    if let (stop, _) = hidden.stop { throw stop.withoutText }
    brokenOnKeptBack.formUnion(hidden.found.keys)
  }

  /// Tells what a script has broken, as plainly as it can be.
  private mutating func tell(_ found: RuledScripts<P>.Found, _ check: String) throws(Stop) {
    guard let told = try RuledScriptShrinking.shrink(found, on: subject) else {
      share(check)
      return
    }
    failures[check] = Failure(message: told.violation.sentence, counterexample: told)
  }

  /// Notes that a check was broken by a run that did not break it when it was repeated.
  private mutating func share(_ check: String) {
    brokenWithCopies.insert(check)
    impurity =
      impurity
      ?? "a run that broke \(check) did not when it was repeated without copies of the nodes: copies "
      + "share something that a step changes, such as an object of a class or a static variable; a node "
      + "must be a value"
  }

  /// Repeats a violating run from its start, with every value fresh, and tells it.
  private mutating func tell(
    _ violation: FoundViolation, _ events: [RuledEvent<P>], _ setting: RuledSetting<P>
  ) throws(Stop) {
    let run = try RuledRun.played(events, in: setting, on: subject)
    guard let repeated = run.violations.first(where: { $0.check == violation.check }) else {
      share(violation.check)
      return
    }
    failures[violation.check] = Failure(
      message: repeated.sentence,
      counterexample: Counterexample(run, repeated, isShortest: true))
  }

  /// Tells a run whose last event stops the subject, or along which a node's state grows.
  private func told(
    _ events: [RuledEvent<P>], _ setting: RuledSetting<P>, stops: Bool = false, _ sentence: String
  ) throws(Stop) -> Counterexample {
    Counterexample(
      try RuledRun.played(events, in: setting, stops: stops, on: subject),
      LocalViolation(check: P.answering.name, sentence: sentence), isShortest: true)
  }

  /// Lets two values made alike take the same steps, and a copy go its own way: equal inputs must have
  /// equal effects, and the copy's steps must not show in the original.
  mutating func comparePure(_ setting: RuledSetting<P>) throws(Stop) {
    var random = RandomSource(seed: 3)
    var program = Program()
    let (first, second, copy) = (0, 1, 2)
    for slot in [first, second] {
      P.make(setting.members[0], from: setting.persisted[0], in: slot, &program)
    }
    let rounds = 60
    for round in 1...rounds {
      let input = P.variedInput(round, from: setting.members[1].id)
      let bits = random.next()
      program.canonicalForm(first)
      program.copy(first, to: copy)
      P.tell(copy, P.input(P.searchedTimer), random: bits, &program)
      program.canonicalForm(first)
      P.tell(first, input, random: bits, &program)
      P.tell(second, input, random: bits, &program)
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
    if check == P.answering.name { return answering }
    if check == P.purity.name {
      if let impurity { return .failed(Failure(message: impurity)) }
      if stop == nil { return .passed(.cases(comparisons)) }
    }
    if let failure = failures[check] { return .failed(failure) }
    if brokenWithCopies.contains(check) {
      return .notReached(
        "a step broke this, and no longer when the same run was repeated without copies of the nodes; "
          + "see \(P.purity.name)")
    }
    if brokenOnKeptBack.contains(check) { return .brokenOnKeptBack }
    if let stop {
      let why = "the submission \(stop.stop.phrase) before the search was over"
      // Who is slow and right keeps what was seen; who crashes has shown nothing of what follows.
      switch stop.stop {
      case .timeLimit where kept.contains(check): return .held(strength, until: why)
      case .gradingLimit where kept.contains(check): return .held(measuredStrength, until: why)
      default: return .notReached(why)
      }
    }
    guard let cut else { return .passed(strength) }
    guard kept.contains(check) else {
      return .notReached(
        "no step put this to the test in \(states) states; then \(cut.until)")
    }
    return .held(strength, until: cut.until)
  }

  /// A property's name as a report has it: it is the submission's choice.
  private static func shown(_ name: String) -> String {
    guard !name.isEmpty else { return "state" }
    return String(
      name.prefix(60).map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." ? $0 : "?" })
  }

  private var answering: Verdict {
    if let stop { return .stopped(stop.stop, stop.run) }
    guard let cut else { return .passed(strength) }
    return .held(strength, until: cut.until, cut.run)
  }

  /// What was shown until all time was used up. How far a search comes in a time is the machine's, so it is
  /// told by its power of ten, which is the same on every run but at its very edge.
  private var measuredStrength: Strength {
    var cases = 1
    while cases * 10 <= transitions { cases *= 10 }
    return .cases(cases)
  }

  private var strength: Strength {
    if stop != nil || cut != nil || !unseen.isEmpty {
      return .searched(states: states, transitions: transitions, depth: depth, unseen: unseen)
    }
    return setAside.isEmpty
      ? .exhaustive(states: states, transitions: transitions, depth: depth)
      : .searchedWithout(
        setAside.sorted().map(Self.shown), states: states, transitions: transitions, depth: depth)
  }
}

extension FoundViolation {
  fileprivate var sentenceOrWhole: String {
    sentence.isEmpty ? "the guarantee was broken" : sentence
  }
}

extension Exploration {
  /// Whether there was more than the budget had.
  fileprivate var isTooLarge: Bool {
    switch end {
    case .budgetSpent, .tooManyLocalStates: true
    case .exhausted, .cutAtViolations, .stopped: false
    }
  }
}
