import Checking
import ExerciseKit
import Simulation
import Wire

/// A cluster in virtual time, in milliseconds, on a network that delivers every message soon.
struct TimedCluster<P: RuledProtocol> {
  /// How long things take.
  struct Timing: Sendable {
    /// From what the timers run out that nodes have not set yet.
    var timeouts: ClosedRange<Millis>
    /// How often the other timer runs out.
    var interval: Millis
    var longestDelay: Millis
    /// A timer set longer than this is for ever.
    var longestTimer: Millis
    /// Twenty times what a right answer takes. More, or more messages on their way than a cluster ever
    /// has, is a storm: messages that beget more than one each, without end.
    var longestRun = 20_000
    var largestTraffic = 2_000
  }

  private enum Happening: Sendable {
    case timer(node: Int, setting: Int)
    case interval(node: Int)
    case arrival(P.Message, from: Int, to: Int)
  }

  /// What has come of waiting.
  enum Moment {
    /// A node is told this.
    case step(node: Int, P.Input)
    /// Something that concerns nobody any more.
    case passed
    case nothingLeft
  }

  let setting: RuledSetting<P>
  let seed: UInt64
  private let timing: Timing
  private var queue = EventQueue<Happening>()
  private var random: RandomSource
  private var bits: RandomSource
  private(set) var shadows: [P.Shadow]
  /// How often each node has set its timer.
  private var timers: [Int]
  /// The nodes that have stopped for good.
  var stopped: Set<Int> = []
  /// The part of the network each node is in.
  var parts: [Int]
  private(set) var now = 0
  private(set) var steps = 0
  private var onTheWay = 0
  /// The first check that a step broke in a way that can be gone on from.
  private var brokenOnTheWay: String?
  /// The check that a step has broken so that nothing can be said of what follows.
  private(set) var broken: String?

  init(_ setting: RuledSetting<P>, _ timing: Timing, seed: UInt64) {
    self.setting = setting
    self.timing = timing
    self.seed = seed
    random = RandomSource(seed: seed)
    bits = RandomSource(seed: ~seed)
    shadows = setting.persisted
    timers = shadows.map { _ in 0 }
    parts = timers
    for node in shadows.indices {
      let delay = timing.timeouts.lowerBound + random.index(below: timing.timeouts.count)
      queue.add(.timer(node: node, setting: 0), at: delay)
      queue.add(.interval(node: node), at: timing.interval)
    }
  }

  /// Moves time on to what happens next.
  mutating func next() -> Moment {
    guard let (time, happening) = queue.next() else { return .nothingLeft }
    now = time
    switch happening {
    case .timer(let node, let setting):
      guard timers[node] == setting, !stopped.contains(node) else { return .passed }
      return .step(node: node, P.input(P.searchedTimer))
    case .interval(let node):
      queue.add(.interval(node: node), at: now + timing.interval)
      guard !stopped.contains(node), P.heedsIdleTimer(shadows[node]) else { return .passed }
      return .step(node: node, P.input(P.idleTimer))
    case .arrival(let message, let sender, let receiver):
      onTheWay -= 1
      guard !stopped.contains(receiver), parts[sender] == parts[receiver] else { return .passed }
      return .step(
        node: receiver, P.input(message, from: self.setting.members[sender].id))
    }
  }

  /// Takes in what a node has done in a step.
  mutating func take(_ reaction: P.Reaction, of node: Int, to input: P.Input) {
    steps += 1
    let judgement = P.judge(setting.members[node], shadows[node], input, reaction)
    guard let after = judgement.next else {
      broken = judgement.violations.first?.check ?? "the rules"
      return
    }
    if brokenOnTheWay == nil { brokenOnTheWay = judgement.violations.first?.check }
    shadows[node] = after
    for (message, receiver) in P.sends(reaction) { send(message, from: node, to: receiver) }
    if let delay = P.timer(setBy: reaction) {
      timers[node] += 1
      queue.add(
        .timer(node: node, setting: timers[node]),
        at: now + min(max(1, delay), timing.longestTimer))
    }
    if steps > timing.longestRun || onTheWay > timing.largestTraffic {
      broken = brokenOnTheWay ?? P.stormCheck
    }
  }

  private mutating func send(_ message: P.Message, from node: Int, to receiver: NodeID) {
    guard message.isDeliverable, let to = setting.index(of: receiver) else { return }
    onTheWay += 1
    queue.add(
      .arrival(message, from: node, to: to),
      at: now + 1 + random.index(below: timing.longestDelay))
  }

  mutating func nextBits() -> UInt64 { bits.next() }
}

/// What is done to a cluster in virtual time, and what must come of it.
protocol TimedScenario<P> {
  associatedtype P: RuledProtocol

  var cluster: TimedCluster<P> { get set }
  var outcome: TimedOutcome? { get set }
  /// Looks at how far the cluster has come, before each thing that happens.
  mutating func update()
}

/// How a scenario has ended.
enum TimedOutcome: Equatable {
  case reached
  case missed(String)
  /// Another check failed first, so that nothing can be said of the goal.
  case broken(check: String)
}

extension TimedScenario {
  /// Moves on to the next thing that a node is told; nil when the run is over.
  private mutating func advance() -> (node: Int, input: P.Input)? {
    while true {
      if let broken = cluster.broken { outcome = .broken(check: broken) }
      if outcome == nil { update() }
      guard outcome == nil else { return nil }
      switch cluster.next() {
      case .step(let node, let input): return (node, input)
      case .passed: continue
      case .nothingLeft: outcome = .missed("nothing is left to happen: no timer is running")
      }
    }
  }

  /// Runs scenarios in step, one event of each per exchange.
  static func play(_ runs: [Self], on subject: any Subject) throws(Stop) -> [Self] {
    var runs = runs
    var program = Program()
    var slots: [Int] = []
    var count = 0
    for run in runs {
      slots.append(count)
      let setting = run.cluster.setting
      for (node, member) in setting.members.enumerated() {
        P.make(member, from: setting.persisted[node], in: count + node, &program)
      }
      count += setting.members.count
    }
    _ = try subject.run(program)
    while true {
      var program = Program()
      var moved: [(run: Int, node: Int, input: P.Input)] = []
      for index in runs.indices {
        guard let (node, input) = runs[index].advance() else { continue }
        P.tell(
          slots[index] + node, input, random: runs[index].cluster.nextBits(), &program)
        moved.append((index, node, input))
      }
      if moved.isEmpty { return runs }
      for (move, answer) in zip(moved, try subject.run(program)) {
        let reaction = try P.reaction(in: answer)
        runs[move.run].cluster.take(reaction, of: move.node, to: move.input)
      }
    }
  }

  /// What runs of one scenario came to; the first that misses its goal decides.
  static func verdict(on runs: [Self], failure: (Self, String) -> Failure) -> Verdict {
    for run in runs {
      if case .missed(let what) = run.outcome { return .failed(failure(run, what)) }
    }
    let whole = runs.filter { $0.outcome == .reached }
    let strength = Strength.schedules(
      whole.count, steps: whole.reduce(0) { $0 + $1.cluster.steps })
    for case .broken(let check) in runs.map(\.outcome) {
      return whole.isEmpty
        ? .notReached("\(check) failed before this could be looked at")
        : .held(strength, until: "\(check) failed in the other \(runs.count - whole.count)")
    }
    return .passed(strength)
  }
}
