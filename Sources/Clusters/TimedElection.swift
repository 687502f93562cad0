public import ExerciseKit
import Simulation
public import Solutions

/// Elections in virtual time: nodes with timers, on a network whose delays are chosen.
public struct TimedElection: Sendable {
  /// How long messages take.
  public enum Delays: Hashable, Sendable {
    /// At random, in milliseconds.
    case between(ClosedRange<Millis>)
    /// The scheduler of an asynchronous network: a vote request is held back until its receiver has
    /// itself stood in that term or a later one; everything else takes a millisecond. Nothing is
    /// lost, and no node is starved: every message arrives.
    case untilTheReceiverStands
  }

  /// A link that carries nothing, in both directions, from a moment on.
  public struct Cut: Hashable, Sendable {
    /// One end.
    public var one: NodeID
    /// The other end.
    public var other: NodeID
    /// From when on, in milliseconds.
    public var from: Millis

    /// Describes a cut link.
    public init(_ one: NodeID, _ other: NodeID, from: Millis) {
      self.one = one
      self.other = other
      self.from = from
    }
  }

  /// What a run starts from.
  public struct Setting: Sendable {
    /// How many nodes there are.
    public var nodes = 5
    /// What election timeouts are drawn from, in milliseconds.
    public var timeouts: ClosedRange<Millis> = 150...300
    /// The time between a leader's heartbeats, in milliseconds.
    public var heartbeat: Millis = 50
    /// How long messages take.
    public var delays = Delays.between(5...15)
    /// Links that fail.
    public var cuts: [Cut] = []
    /// When the leader of that moment stops for good; nil for never.
    public var leaderCrash: Millis?
    /// Whether nodes ask before they stand.
    public var asksFirst = false
    /// Fixes every draw.
    public var seed: UInt64 = 1

    /// Five nodes on a good network.
    public init() {}
  }

  /// What happened in a step.
  public enum Event: Hashable, Sendable {
    case timeout(NodeID)
    case heartbeat(NodeID)
    /// A message that was sent in step `sentIn` arrives.
    case delivery(from: NodeID, to: NodeID, PreVoter.Message, sentIn: Int)
    case crash(NodeID)

    /// The node it happened to.
    public var node: NodeID {
      switch self {
      case .timeout(let node), .heartbeat(let node), .crash(let node): node
      case .delivery(_, let receiver, _, _): receiver
      }
    }
  }

  /// An event and the node afterwards.
  public struct Step: Hashable, Sendable {
    /// When, in milliseconds from the start.
    public var time: Millis
    /// What happened.
    public var event: Event
    /// The node's role afterwards.
    public var role: Role
    /// The node's term afterwards.
    public var term: Term
    /// What it sent.
    public var sent: [Letter] = []
    /// What of it a cut link swallows or a stopped node does not hear.
    public var lost: [Letter] = []
  }

  /// A message and whom it is for.
  public struct Letter: Hashable, Sendable {
    /// The receiver.
    public var to: NodeID
    /// What it says.
    public var message: PreVoter.Message
  }

  private enum Happening: Sendable {
    case timer(NodeID, generation: Int)
    case heartbeats
    case arrival(from: NodeID, to: NodeID, PreVoter.Message, sentIn: Int)
    case leaderCrash
  }

  private struct Held: Sendable {
    var from: NodeID
    var message: PreVoter.Message
    var term: Term
    var sentIn: Int
  }

  private let setting: Setting
  /// The nodes, n1 first.
  public let ids: [NodeID]
  private var nodes: [NodeID: PreVoter] = [:]
  private var stopped: Set<NodeID> = []
  private var generation: [NodeID: Int] = [:]
  private var queue = EventQueue<Happening>()
  private var random: RandomSource
  private var held: [NodeID: [Held]] = [:]
  private var stood: [NodeID: Term] = [:]
  private var now: Millis = 0
  /// What has happened.
  public private(set) var steps: [Step] = []
  /// Who has led which term, in the order in which they began to.
  public private(set) var leaders: [(time: Millis, node: NodeID, term: Term)] = []
  /// Messages handed over so far.
  public private(set) var deliveredCount = 0

  /// Prepares a run; nothing has happened.
  public init(_ setting: Setting) {
    self.setting = setting
    ids = (1...max(setting.nodes, 1)).map { NodeID(UInt32($0)) }
    random = RandomSource(seed: setting.seed)
    for id in ids {
      nodes[id] = PreVoter(
        id: id, peers: ids.filter { $0 != id }, timeouts: setting.timeouts,
        asksFirst: setting.asksFirst)
      let width = setting.timeouts.upperBound - setting.timeouts.lowerBound + 1
      startTimer(of: id, setting.timeouts.lowerBound + random.index(below: width))
    }
    queue.add(.heartbeats, at: setting.heartbeat)
    if let crash = setting.leaderCrash { queue.add(.leaderCrash, at: crash) }
  }

  /// The highest term any node has.
  public var highestTerm: Term { nodes.values.map(\.term).max() ?? 0 }

  /// Messages on their way or held back.
  public var heldCount: Int { held.values.map(\.count).reduce(0, +) }

  /// True when no term has had two leaders.
  public var hasOneLeaderPerTerm: Bool {
    Set(leaders.map(\.term)).count == leaders.count
  }

  /// A node that leads and has not stopped, of the highest such term; nil when there is none.
  public var leader: NodeID? {
    ids.filter { nodes[$0]?.role == .leader && !stopped.contains($0) }
      .max { (nodes[$0]?.term ?? 0) < (nodes[$1]?.term ?? 0) }
  }

  /// Lets things happen up to and including a moment, or until `isDone` says so after a step.
  public mutating func run(until end: Millis, or isDone: (Self) -> Bool = { _ in false }) {
    while let next = queue.next() {
      guard next.time <= end else {
        queue.add(next.event, at: next.time)
        return
      }
      now = next.time
      handle(next.event)
      if isDone(self) { return }
    }
  }

  private mutating func handle(_ happening: Happening) {
    switch happening {
    case .timer(let id, let set):
      guard generation[id] == set, !stopped.contains(id) else { return }
      step(.electionTimeout, at: id, as: .timeout(id))
      stood[id] = nodes[id]?.term
      release(for: id)
    case .heartbeats:
      queue.add(.heartbeats, at: now + setting.heartbeat)
      for id in ids where nodes[id]?.role == .leader && !stopped.contains(id) {
        step(.heartbeatTimeout, at: id, as: .heartbeat(id))
      }
    case .arrival(let sender, let receiver, let message, let sentIn):
      guard !stopped.contains(receiver) else { return }
      deliveredCount += 1
      let event = Event.delivery(from: sender, to: receiver, message, sentIn: sentIn)
      step(.received(message, from: sender), at: receiver, as: event)
    case .leaderCrash:
      guard let id = leader, let node = nodes[id] else { return }
      stopped.insert(id)
      steps.append(Step(time: now, event: .crash(id), role: node.role, term: node.term))
    }
  }

  private mutating func step(_ input: PreVoter.Input, at id: NodeID, as event: Event) {
    guard var node = nodes[id] else { return }
    let wasLeader = node.role == .leader
    let outputs = node.step(input, random: random.next())
    nodes[id] = node
    if node.role == .leader, !wasLeader { leaders.append((now, id, node.term)) }
    let number = steps.count
    steps.append(Step(time: now, event: event, role: node.role, term: node.term))
    for output in outputs {
      switch output {
      case .persist: break
      case .resetElectionTimer(let delay): startTimer(of: id, delay)
      case .send(let message, let receiver):
        let letter = Letter(to: receiver, message: message)
        steps[number].sent.append(letter)
        if isCut(id, receiver) || stopped.contains(receiver) {
          steps[number].lost.append(letter)
        } else {
          send(message, from: id, to: receiver, in: number)
        }
      }
    }
  }

  private mutating func send(
    _ message: PreVoter.Message, from sender: NodeID, to receiver: NodeID, in step: Int
  ) {
    switch (setting.delays, message) {
    case (.untilTheReceiverStands, .election(.requestVote(let term, _))):
      held[receiver, default: []].append(
        Held(from: sender, message: message, term: term, sentIn: step))
      release(for: receiver)
    case (.untilTheReceiverStands, _):
      queue.add(.arrival(from: sender, to: receiver, message, sentIn: step), at: now + 1)
    case (.between(let range), _):
      let delay = range.lowerBound + random.index(below: range.count)
      queue.add(.arrival(from: sender, to: receiver, message, sentIn: step), at: now + delay)
    }
  }

  private mutating func release(for id: NodeID) {
    guard let waiting = held[id], !waiting.isEmpty else { return }
    let reached = stood[id] ?? 0
    held[id] = waiting.filter { $0.term > reached }
    for letter in waiting where letter.term <= reached {
      queue.add(
        .arrival(from: letter.from, to: id, letter.message, sentIn: letter.sentIn), at: now + 1)
    }
  }

  private mutating func startTimer(of id: NodeID, _ delay: Millis) {
    generation[id, default: 0] += 1
    queue.add(.timer(id, generation: generation[id, default: 0]), at: now + delay)
  }

  private func isCut(_ one: NodeID, _ other: NodeID) -> Bool {
    setting.cuts.contains { cut in
      cut.from <= now
        && ((cut.one, cut.other) == (one, other) || (cut.one, cut.other) == (other, one))
    }
  }
}
