import Checking
import ExerciseKit
import Simulation
import Wire

/// One run of a cluster, event by event, with every step judged.
///
/// The network remembers every message ever sent; an event that delivers one never sent is skipped, so
/// that a shrunk list of events is still a run. Nodes that are not run, peers or strangers, may send
/// what they like.
struct RuledRun<P: RuledProtocol> {
  /// A step that took place.
  struct Step {
    var event: RuledEvent<P>
    var before: P.Shadow
    var after: P.Shadow
    var sends: [Sent]
    /// The step that sent the message delivered here.
    var sentIn: Int?
  }

  /// A message in the network.
  struct Sent: Hashable {
    var message: P.Message
    var sender: NodeID
    var receiver: NodeID
  }

  let setting: RuledSetting<P>
  private var random: RandomSource?
  private(set) var shadows: [P.Shadow]
  private var network: [Sent: Int] = [:]
  private var record = P.Record()

  private(set) var steps: [Step] = []
  /// What the last step broke; empty while all is well.
  private(set) var violations: [LocalViolation] = []
  /// Whether the last step leaves nothing sensible to go on from.
  private(set) var isDeadEnd = false

  /// A cluster of fresh nodes.
  /// - Parameter seed: where the nodes' random bits come from; nil for zeros throughout.
  init(_ setting: RuledSetting<P>, seed: UInt64?) {
    self.setting = setting
    random = seed.map { RandomSource(seed: $0) }
    shadows = setting.persisted
  }

  // MARK: Step by step

  /// Has the nodes made, in slots from this one on. The one behind them is for copies.
  func start(at slot: Int = 0, _ program: inout Program) {
    for (offset, member) in setting.members.enumerated() {
      P.make(member, from: setting.persisted[offset], in: slot + offset, &program)
    }
  }

  /// Lets an event begin.
  /// - Returns: false when it cannot happen, or the run is broken.
  mutating func begin(_ event: RuledEvent<P>, at slot: Int = 0, _ program: inout Program) -> Bool {
    guard let node = setting.index(of: event.node), violations.isEmpty else { return false }
    if case .delivery(_, let sender, _) = event, origin(of: event) == nil,
      setting.index(of: sender) != nil
    {
      return false
    }
    P.happen(
      event, to: setting.members[node], shadows[node], in: slot + node,
      scratch: slot + shadows.count, random: random?.next() ?? 0, &program)
    return true
  }

  /// Takes in what the node of an event has answered.
  mutating func finish(_ event: RuledEvent<P>, _ answer: [UInt8]?) throws(Stop) {
    let reaction = try P.reaction(in: answer)
    guard let node = setting.index(of: event.node) else { return }
    let before = shadows[node]
    let judgement = P.judge(event, setting.members[node], before, reaction)
    var step = Step(
      event: event, before: before, after: judgement.next ?? P.claimed(reaction, before),
      sends: [], sentIn: origin(of: event))
    if case .restart = event {
    } else {
      step.sends = P.sends(reaction).map {
        Sent(message: $0.message, sender: event.node, receiver: $0.receiver)
      }
    }
    for sent in step.sends where sent.message.isDeliverable && network[sent] == nil {
      network[sent] = steps.count
    }
    steps.append(step)
    shadows[node] = step.after
    violations = judgement.violations
    isDeadEnd = judgement.next == nil
    let broken = record.note(event.node, before, step.after, sends: step.sends.map(\.message))
    if let broken { violations.append(broken) }
  }

  /// The step that first sent what an event delivers.
  private func origin(of event: RuledEvent<P>) -> Int? {
    guard case .delivery(let message, let sender, let receiver) = event else { return nil }
    return network[Sent(message: message, sender: sender, receiver: receiver)]
  }

  /// Goes on behind violations that a search has gone past too.
  mutating func forgetViolations() {
    violations = []
  }

  // MARK: Of a whole list of events

  /// A cluster of fresh nodes on a subject.
  init(_ setting: RuledSetting<P>, seed: UInt64?, on subject: any Subject) throws(Stop) {
    self.init(setting, seed: seed)
    var program = Program()
    start(&program)
    _ = try subject.run(program)
  }

  /// Lets one event happen; does nothing when it cannot.
  mutating func perform(_ event: RuledEvent<P>, on subject: any Subject) throws(Stop) {
    var program = Program()
    guard begin(event, &program) else { return }
    try finish(event, try subject.run(program).first)
  }

  /// Plays events from the start, going on behind what is broken before the last.
  /// - Parameter stops: whether the last event is one on which the subject stops, which is for the
  ///   picture only.
  static func played(
    _ events: [RuledEvent<P>], in setting: RuledSetting<P>, seed: UInt64? = nil,
    stops: Bool = false, on subject: any Subject
  ) throws(Stop) -> RuledRun {
    var run = try RuledRun(setting, seed: seed, on: subject)
    for event in events.dropLast() {
      try run.perform(event, on: subject)
      run.forgetViolations()
    }
    guard let last = events.last, let node = setting.index(of: last.node) else { return run }
    if stops {
      let shadow = run.shadows[node]
      run.steps.append(
        Step(
          event: last, before: shadow, after: shadow, sends: [], sentIn: run.origin(of: last)))
    } else {
      try run.perform(last, on: subject)
    }
    return run
  }

  /// Plays events up to the first violation.
  /// - Returns: nil unless it is one of this check.
  static func breaking(
    _ check: String, _ events: [RuledEvent<P>], in setting: RuledSetting<P>, seed: UInt64,
    on subject: any Subject
  ) throws(Stop) -> RuledRun? {
    var run = try RuledRun(setting, seed: seed, on: subject)
    for event in events where run.violations.isEmpty { try run.perform(event, on: subject) }
    return run.violations.contains { $0.check == check } ? run : nil
  }

  /// Runs a schedule again.
  /// - Returns: nil when it is not one.
  static func replay(_ schedule: Schedule, on subject: any Subject) throws(Stop) -> Verdict? {
    let parts = schedule.setting.split(separator: ";").map { $0.split(separator: " ") }
    let seed = parts.first { $0.first == "seed" }.flatMap { $0.last }.flatMap { UInt64($0) }
    let events = schedule.events.compactMap { RuledEvent<P>(text: $0) }
    guard let setting = P.setting(schedule.setting), events.count == schedule.events.count
    else { return nil }
    var run = try RuledRun(setting, seed: seed, on: subject)
    var failure: Failure?
    for event in events {
      try run.perform(event, on: subject)
      guard !run.violations.isEmpty else { continue }
      let violation = run.violations.first { $0.check == schedule.check }
      if failure == nil || violation != nil {
        failure = (violation ?? run.violations.first).map {
          Failure(
            message: $0.sentence,
            counterexample: Counterexample(run, $0, isShortest: false, seed: seed))
        }
      }
      // What breaks the schedule's own guarantee may have broken others on the way.
      if violation != nil || run.isDeadEnd { break }
      run.forgetViolations()
    }
    return failure.map(Verdict.failed) ?? .passed(.schedules(1, steps: run.steps.count))
  }
}
