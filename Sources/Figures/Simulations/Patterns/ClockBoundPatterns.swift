import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A leader that orders transactions by its clock, whose error has a bound. There are no messages: what connects
/// the leaders is that a client sees one transaction and starts another.
struct WaitingNode: ToldNode {
  enum Input { case begin, poll }
  typealias Message = Never
  typealias Stored = CommitWaiter.Stored
  /// A transaction that becomes visible.
  struct Sight {
    let timestamp: Int64
    let began: Int
    let visible: Int
  }
  typealias Effect = FaultyRun<WaitingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private var waiter: CommitWaiter
  private let clock: TrueTimeClock
  private let waits: Bool
  private var began: [Int: (moment: Int, timestamp: Int64)] = [:]
  private var now = 0

  init(_ stored: Stored?, offset: Int, bound: Int, waits: Bool) {
    waiter = stored.map { CommitWaiter(stored: $0) } ?? CommitWaiter()
    clock = TrueTimeClock(offset: Int64(offset), uncertainty: Int64(bound))
    self.waits = waits
  }

  var told: String { "\(began.count) wait" }
  static func label(_ input: Input) -> String { input == .begin ? "begins" : "looks at its clock" }
  static func label(_ message: Never) -> String {}
  static func label(_ sight: Sight) -> String {
    "shows the one of \(sight.timestamp), begun at \(sight.began)"
  }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    later.began > earlier.visible && later.timestamp <= earlier.timestamp
      ? "has \(later.timestamp) for what began at \(later.began), after the one of "
        + "\(earlier.timestamp) was visible at"
      : nil
  }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    let time = clock.now(at: Int64(now))
    if input == .begin {
      let timestamp = waiter.begin(now, now: time, prepared: [])
      began[now] = (now, timestamp)
      return [.persist(waiter.stored)] + (waits ? [] : show(now))
    }
    let visible = waiter.poll(now: time)
    return [.persist(waiter.stored)] + (waits ? visible.flatMap { show($0) } : [])
  }

  private mutating func show(_ id: Int) -> [Effect] {
    began.removeValue(forKey: id).map {
      [.show(Sight(timestamp: $0.timestamp, began: $0.moment, visible: now))]
    } ?? []
  }

  mutating func receive(_ message: Never, from sender: NodeID) -> [Effect] {}
}

/// A machine that asks time masters, or a master. Moments are steps, and each is a millisecond.
enum TimeNode: ToldNode {
  typealias Stored = Never
  enum Input { case ask, look }
  enum Message { case ask(asked: Int), time(TimeInterval64, asked: Int) }
  /// The interval it has, and the true time.
  struct Sight {
    let interval: TimeInterval64
    let truth: Int64
  }
  typealias Effect = FaultyRun<TimeNode>.Effect

  struct Machine {
    var daemon = TimeDaemon(drift: 200)
    /// Microseconds in a million by which its oscillator is slow.
    let slowness: Int
    var now = 0
    var asked = 0
    var askedAt: Int64 = 0
    var answers: [NodeID: TimeInterval64] = [:]
    var told = ""

    var oscillator: Int64 { Int64(now) * 1_000 * Int64(1_000_000 - slowness) / 1_000_000 }
  }

  static let machine = NodeID(9)
  static let masters = (1...4).map { NodeID($0) }

  case machine(Machine)
  case master(offset: Int64, now: Int)

  init(_ id: NodeID, liars: Int, slowness: Int) {
    self =
      id == Self.machine
      ? .machine(Machine(slowness: slowness))
      : .master(offset: id.number <= liars ? 500_000 : 0, now: 0)
  }

  var told: String {
    switch self {
    case .machine(let machine): machine.told
    case .master(let offset, _): offset == 0 ? "" : "lies"
    }
  }
  static func label(_ input: Input) -> String { input == .ask ? "asks" : "looks" }
  static func label(_ message: Message) -> String {
    switch message {
    case .ask: "time?"
    case .time(let interval, _): "\(interval.earliest / 1_000) to \(interval.latest / 1_000) ms"
    }
  }
  static func label(_ sight: Sight) -> String {
    "\(sight.interval.earliest / 1_000) to \(sight.interval.latest / 1_000) ms, and it is \(sight.truth / 1_000)"
  }
  static func flaw(_ sight: Sight) -> String? {
    sight.interval.contains(sight.truth) ? nil : "says \(label(sight))"
  }

  mutating func notice(_ now: Int) {
    switch self {
    case .machine(var machine):
      machine.now = now
      self = .machine(machine)
    case .master(let offset, _): self = .master(offset: offset, now: now)
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .machine(var machine) = self else { return [] }
    defer { self = .machine(machine) }
    switch input {
    case .ask:
      (machine.asked, machine.askedAt) = (machine.now, machine.oscillator)
      machine.answers = [:]
      return Self.masters.map { .send(.ask(asked: machine.now), to: $0) }
    case .look:
      guard let interval = machine.daemon.now(at: machine.oscillator) else { return [] }
      machine.told = "\(interval.earliest / 1_000) to \(interval.latest / 1_000)"
      return [.show(Sight(interval: interval, truth: Int64(machine.now) * 1_000))]
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.master(let offset, let now), .ask(let asked)):
      let time = Int64(now) * 1_000 + offset
      let interval = TimeInterval64(earliest: time - 1_000, latest: time + 1_000)
      return [.send(.time(interval, asked: asked), to: sender)]
    case (.machine(var machine), .time(let interval, let asked)):
      guard asked == machine.asked else { return [] }
      machine.answers[sender] = interval
      if machine.answers.count == Self.masters.count {
        // Each answer was right at some moment since the question.
        let elapsed = machine.oscillator - machine.askedAt
        let all = Self.masters.compactMap { machine.answers[$0] }.map {
          TimeInterval64(earliest: $0.earliest, latest: $0.latest + elapsed)
        }
        _ = machine.daemon.synchronize(with: all, faulty: 1, at: machine.oscillator)
      }
      self = .machine(machine)
      return []
    default: return []
    }
  }
}

/// A node that suspects those of whom it has heard nothing for long.
struct SuspectingNode: ToldNode {
  enum Input { case beat, look }
  enum Message { case beat(Heartbeat) }
  typealias Stored = Never
  typealias Sight = Never
  typealias Effect = FaultyRun<SuspectingNode>.Effect

  static let ids = (1...4).map { NodeID($0) }
  private let others: [NodeID]
  private var detector: FailureDetector
  private var beats: UInt64 = 0
  private(set) var suspects: [NodeID] = []
  private(set) var mistakes = 0
  private(set) var now = 0

  init(_ id: NodeID) {
    others = Self.ids.filter { $0 != id }
    detector = FailureDetector(node: id, peers: others, timeout: 30, step: 30, now: 0)
  }

  var told: String {
    (suspects.isEmpty ? "" : "suspects " + suspects.map(\.description).joined(separator: " "))
      + (mistakes == 0 ? "" : " (\(mistakes) mistakes)")
  }
  static func label(_ input: Input) -> String { input == .beat ? "beats" : "looks" }
  static func label(_ message: Message) -> String { "beat" }
  static func label(_ sight: Never) -> String {}

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    if input == .beat {
      beats += 1
      return others.map { .send(.beat(Heartbeat(life: 1, number: beats)), to: $0) }
    }
    _ = detector.check(now: now)
    suspects = detector.suspects.sorted()
    return []
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    guard case .beat(let heartbeat) = message else { return [] }
    if detector.heard(heartbeat, from: sender, now: now) { mistakes += 1 }
    suspects = detector.suspects.sorted()
    return []
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    let live = Set(run.named.map(\.id))
    for (id, node) in run.named {
      if let wrong = node.suspects.first(where: live.contains) {
        return Broken(
          sentence: "\(id) still suspects \(wrong), which goes on",
          steps: run.lastSteps(of: [id, wrong]))
      }
      if let gone = node.others.first(where: { !live.contains($0) && !node.suspects.contains($0) })
      {
        return Broken(
          sentence: "\(id) does not suspect \(gone), which has stopped",
          steps: run.lastSteps(of: [id, gone]))
      }
    }
    return nil
  }
}

extension SimulatedPattern {
  static let commitWait = SimulatedPattern(
    "commit-wait",
    guarantee: "What begins after a transaction was visible gets the larger timestamp.",
    model: "clocks whose error is within the bound, and leaders that stop and start again",
    nodes: WaitingNode.ids,
    on: Network(losses: nil, copies: nil, cuts: nil, hasDisks: false, steps: 200),
    parameters: [
      Parameter("offset", "how far n1's clock is ahead", .integer(-500...500), standard: "8"),
      Parameter("bound", "the error that all clocks admit", .integer(0...500), standard: "10"),
      Parameter(
        "wait", "whether a transaction waits until its timestamp is past", .choice(["on", "off"]),
        standard: "on"),
    ],
    beyond: [
      Beyond("offset=40", what: "a clock outside its bound") {
        abs($0.integer("offset")) > $0.integer("bound")
      },
      Beyond("wait", is: "off", what: "no wait"),
    ],
    start: { arguments, id, stored in
      WaitingNode(
        stored, offset: id == NodeID(1) ? arguments.integer("offset") : 0,
        bound: arguments.integer("bound"), waits: arguments.text("wait") == "on")
    },
    input: { turn in turn.choice < 300 ? .begin : .poll })

  static let timeMaster = SimulatedPattern(
    "time-master", guarantee: "The interval contains the true time.",
    model: "one of four masters that lies, and an oscillator no slower than stated (200 parts in a "
      + "million); messages lost, repeated and reordered",
    nodes: TimeNode.masters + [TimeNode.machine],
    on: Network(stops: nil, hasDisks: false, steps: 300),
    parameters: [
      Parameter(
        "liars", "how many masters are half a second ahead", .integer(0...4), standard: "1"),
      Parameter(
        "slowness", "parts in a million by which the oscillator is slow", .integer(0...999_999),
        standard: "200"),
    ],
    beyond: [
      Beyond("liars=3", what: "more liars than were allowed for") { $0.integer("liars") > 1 },
      Beyond("slowness=200000", what: "an oscillator slower than stated") {
        $0.integer("slowness") > 200
      },
    ],
    start: { arguments, id, _ in
      TimeNode(
        id, liars: arguments.integer("liars"), slowness: arguments.integer("slowness"))
    },
    input: { turn in
      guard case .machine = turn.node else { return nil }
      return turn.choice < 200 ? .ask : .look
    })

  static let failureDetector = SimulatedPattern(
    "failure-detector",
    guarantee: "In the end those that have stopped are suspected by all, and nobody else is.",
    model: "any faults that end: from some time on messages arrive soon",
    nodes: SuspectingNode.ids,
    on: {
      var network = Network(losses: 300, stops: nil, cuts: 20, hasDisks: false)
      (network.mayEnd, network.ends, network.calm) = (SuspectingNode.ids, 1, 1500)
      return network
    }(),
    parameters: [
      Parameter(
        "slowness", "how many heartbeats of a thousand a node leaves out, for ever",
        .integer(0...1000), standard: "0")
    ],
    beyond: [
      Beyond("slowness=950", what: "a time without a bound that anybody could learn") {
        $0.integer("slowness") > 500
      }
    ],
    start: { _, id, _ in SuspectingNode(id) },
    input: { turn in
      if turn.choice % 2 == 0 { return .look }
      return turn.choice < turn.arguments.integer("slowness") ? nil : .beat
    })
}
