import Checking
import ExerciseKit
import Simulation
import Wire

/// Makes a run of one node plainer while the same guarantee still breaks: fewer events, the usual names,
/// small numbers, nothing persisted.
struct ElectionScriptShrinking {
  /// A run of one node: where it begins and what happens.
  fileprivate struct Run {
    var setting: ElectionSetting
    var events: [ElectionEvent]
  }

  private let check: String
  /// How the subject stops, where the run leads to a stop.
  private let stop: Stop?
  private let seed: UInt64
  private let subject: any Subject
  private var best: Run
  /// How many more steps may be asked for, and how many more runs.
  private var stepBudget = 60_000
  private var runBudget: Int

  /// Shrinks what was found, and tells it.
  /// - Parameter stop: how the subject stops in the last step of the run, where that was found.
  /// - Returns: nil when the run, repeated by itself, does not break the guarantee.
  static func shrink(
    _ found: ElectionConformance.Found, stop: Stop? = nil, on subject: any Subject
  ) throws(Stop) -> Counterexample? {
    var shrinking = Self(found, stop, subject)
    guard let run = try shrinking.breaking(shrinking.best) else { return nil }
    shrinking.best = run
    try shrinking.leaveOutEvents()
    try shrinking.makePlain()
    try shrinking.leaveOutEvents()
    return try shrinking.told()
  }

  private init(_ found: ElectionConformance.Found, _ stop: Stop?, _ subject: any Subject) {
    check = found.violation.check
    self.stop = stop
    seed = found.seed
    self.subject = subject
    best = Run(setting: found.script.setting, events: found.events)
    // After a stop a worker is started anew.
    runBudget = stop == nil ? 2000 : 80
  }

  private func told() throws(Stop) -> Counterexample? {
    var run = try ElectionRun(best.setting, seed: seed, subject: subject)
    guard let last = best.events.last else { return nil }
    for event in best.events.dropLast() {
      try run.perform(event)
      run.forgetViolations()
    }
    if let stop {
      run.end(at: last)
      return Counterexample(
        run,
        LocalViolation(check: check, sentence: "in this step the submission \(stop.phrase)"),
        isShortest: false, seed: seed)
    }
    try run.perform(last)
    return run.violations.first { $0.check == check }.map {
      Counterexample(run, $0, isShortest: false, seed: seed)
    }
  }

  /// The run up to the step that breaks the guarantee; nil when none does, or another breaks first.
  private mutating func breaking(_ run: Run) throws(Stop) -> Run? {
    guard run.events.count <= stepBudget, runBudget > 0, !run.events.isEmpty else { return nil }
    stepBudget -= run.events.count
    runBudget -= 1
    let member = run.setting.members[0]
    var shadow = run.setting.persisted[0]
    var steps: [ElectionScript.Step] = []
    for event in run.events {
      steps.append(ElectionScript.Step(event: event, before: shadow, isAside: false))
      shadow = shadow.next(member, event)
    }
    if stop != nil {
      return try ElectionConformance.stops(steps, of: run.setting, seed: seed, subject) ? run : nil
    }
    var program = Program()
    ElectionConformance.write(steps, of: run.setting, seed: seed, slot: 1, scratch: 0, to: &program)
    let answers = try subject.run(program)
    for (index, answer) in answers.enumerated() {
      let violations = ElectionConformance.judge(
        steps[index].event, member, steps[index].before, try ElectionReaction(answer: answer)
      ).violations
      guard !violations.isEmpty else { continue }
      guard violations.contains(where: { $0.check == check }) else { return nil }
      return Run(setting: run.setting, events: Array(run.events[...index]))
    }
    return nil
  }

  private mutating func accept(_ run: Run) throws(Stop) -> Bool {
    guard let shorter = try breaking(run) else { return false }
    best = shorter
    return true
  }

  private mutating func leaveOutEvents() throws(Stop) {
    var chunk = max(1, best.events.count / 2)
    while true {
      var start = 0
      while start < best.events.count {
        var fewer = best
        fewer.events.removeSubrange(start..<min(start + chunk, fewer.events.count))
        if try !accept(fewer) { start += chunk }
      }
      if chunk == 1 { break }
      chunk = max(1, chunk / 2)
    }
  }

  // MARK: Plainer runs

  private mutating func makePlain() throws(Stop) {
    var plain = best
    plain.setting.members[0].timeouts = ElectionSetting.usualTimeouts
    _ = try accept(plain)
    try leaveOutPeers()
    _ = try accept(best.renamed())
    for forget: (inout ElectionSetting) -> Void in [
      { $0.persisted[0].votedFor = nil },
      { $0.persisted[0] = ElectionShadow() },
      { $0.members[0].lastLog = LogPosition(term: 0, index: 0) },
    ] {
      plain = best
      forget(&plain.setting)
      _ = try accept(plain)
    }
    if try !accept(best.withSmall(terms: true, indexes: true)) {
      _ = try accept(best.withSmall(terms: true, indexes: false))
      _ = try accept(best.withSmall(terms: false, indexes: true))
    }
  }

  private mutating func leaveOutPeers() throws(Stop) {
    for peer in best.setting.members[0].peers.reversed() {
      var fewer = best
      fewer.setting.members[0].peers.removeAll { $0 == peer }
      if fewer.setting.persisted[0].votedFor == peer { continue }
      fewer.events.removeAll {
        if case .delivery(_, peer, _) = $0 { true } else { false }
      }
      _ = try accept(fewer)
    }
  }
}

extension ElectionScriptShrinking.Run {
  /// The same with the usual names.
  func renamed() -> Self {
    let member = setting.members[0]
    var names: [NodeID: NodeID] = [:]
    for (index, node) in ([member.id] + member.peers).enumerated() {
      names[node] = NodeID(UInt32(index + 1))
    }
    func name(_ node: NodeID) -> NodeID {
      if names[node] == nil { names[node] = NodeID(UInt32(names.count + 1)) }
      return names[node] ?? node
    }
    var run = self
    run.setting.members[0].id = name(member.id)
    run.setting.members[0].peers = member.peers.map(name)
    run.setting.persisted[0].votedFor = setting.persisted[0].votedFor.map(name)
    run.events = events.map { event in
      switch event {
      case .electionTimeout: .electionTimeout(node: name(member.id))
      case .heartbeatTimeout: .heartbeatTimeout(node: name(member.id))
      case .restart: .restart(node: name(member.id))
      case .delivery(let message, let sender, _):
        .delivery(message, from: name(sender), to: name(member.id))
      }
    }
    return run
  }

  /// The same with small numbers in the same order.
  func withSmall(terms: Bool, indexes: Bool) -> Self {
    let logs = [setting.members[0].lastLog] + messages.compactMap(\.lastLog)
    let term = Self.ranks(
      logs.map(\.term) + messages.map(\.term) + [setting.persisted[0].term], if: terms)
    let index = Self.ranks(logs.map(\.index), if: indexes)
    func small(_ log: LogPosition) -> LogPosition {
      LogPosition(term: term(log.term), index: index(log.index))
    }
    var run = self
    run.setting.members[0].lastLog = small(setting.members[0].lastLog)
    run.setting.persisted[0].term = term(setting.persisted[0].term)
    run.events = events.map { event in
      guard case .delivery(let message, let sender, let receiver) = event else { return event }
      let changed: ElectionMessage =
        switch message {
        case .requestVote(let of, let log): .requestVote(term: term(of), lastLog: small(log))
        case .vote(let of, let granted): .vote(term: term(of), granted: granted)
        case .heartbeat(let of): .heartbeat(term: term(of))
        case .heartbeatReply(let of): .heartbeatReply(term: term(of))
        }
      return .delivery(changed, from: sender, to: receiver)
    }
    return run
  }

  private var messages: [ElectionMessage] {
    events.compactMap { if case .delivery(let message, _, _) = $0 { message } else { nil } }
  }

  /// Each number's place among them, from 0 if 0 is one of them and from 1 if not.
  private static func ranks(_ numbers: [Int], if isWanted: Bool) -> (Int) -> Int {
    guard isWanted else { return { $0 } }
    let sorted = Set(numbers + [0]).sorted()
    let ranks = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    return { ranks[$0] ?? $0 }
  }
}

extension ElectionMessage {
  /// Where the sender's log ends, in a vote request.
  fileprivate var lastLog: LogPosition? {
    if case .requestVote(_, let log) = self { log } else { nil }
  }
}
