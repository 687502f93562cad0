public import ExerciseKit
import Simulation
public import Solutions

/// A cluster of Raft nodes whose events somebody chooses one by one: what is delivered, when a
/// timer runs out, who crashes. Every state is put to `RaftInvariants`.
public struct RaftCluster: Sendable {
  /// A message on its way.
  public struct Envelope: Hashable, Sendable {
    /// Numbers the messages of the run, from 0.
    public var number: Int
    /// The sender.
    public var from: NodeID
    /// The receiver.
    public var to: NodeID
    /// What it says.
    public var message: RaftNode.Message
    /// The step (from 0) in which it was sent.
    public var sentIn: Int
  }

  /// What can happen.
  public enum Event: Hashable, Sendable {
    /// A node's election timer runs out.
    case timeout(NodeID)
    /// It is time for a node's heartbeats.
    case heartbeat(NodeID)
    /// A client asks a node to append a command.
    case propose(NodeID, String)
    /// A client asks a node something that the node does not act on here.
    case ask(NodeID, String)
    /// A node answers a client; the answer may be lost.
    case answer(NodeID, String, arrives: Bool)
    /// Something is done to a node from outside, such as cutting its cables; whoever says so sees
    /// to it that nothing of it is delivered.
    case remark(NodeID, String)
    /// A message arrives.
    case deliver(Envelope)
    /// A node stops, and what is on its way to it is lost.
    case crash(NodeID)
    /// It starts again from what it had persisted.
    case restart(NodeID)

    /// The node it happens to.
    public var node: NodeID {
      switch self {
      case .timeout(let node), .heartbeat(let node), .propose(let node, _): node
      case .crash(let node), .restart(let node): node
      case .ask(let node, _), .answer(let node, _, _), .remark(let node, _): node
      case .deliver(let envelope): envelope.to
      }
    }
  }

  /// An event and what came of it.
  public struct Step: Hashable, Sendable {
    /// What happened.
    public var event: Event
    /// What was sent.
    public var sent: [Envelope]
    /// The node afterwards.
    public var view: RaftInvariants.View
    /// Its role afterwards.
    public var role: Role
  }

  private struct Stored: Sendable {
    var term: Term
    var votedFor: NodeID?
    var log: [LogEntry]
  }

  /// The nodes, by number.
  public let ids: [NodeID]
  private var nodes: [NodeID: RaftNode] = [:]
  private var stored: [NodeID: Stored] = [:]
  private var stopped: Set<NodeID> = []
  private let appendsNoOp: Bool
  private var random: RandomSource
  private var invariants = RaftInvariants()
  private var sentCount = 0
  /// Every node's state before anything happened.
  public private(set) var initialViews: [RaftInvariants.View] = []
  /// What has happened.
  public private(set) var steps: [Step] = []
  /// Messages on their way, the oldest first.
  public private(set) var inFlight: [Envelope] = []
  /// The first property that broke, and the step in which it did.
  public private(set) var violation: (step: Int, broken: RaftInvariants.Violation)?

  /// A cluster of `size` nodes, n1 first, all up and followers.
  /// - Parameters:
  ///   - logs: the logs that nodes begin with, n1's first; empty for the others. Each node's term
  ///     is that of its last entry.
  ///   - appendsNoOp: whether a new leader appends an empty command.
  public init(
    size: Int, logs: [[LogEntry]] = [], appendsNoOp: Bool = false, seed: UInt64 = 1
  ) {
    ids = (1...max(size, 1)).map { NodeID(UInt32($0)) }
    self.appendsNoOp = appendsNoOp
    random = RandomSource(seed: seed)
    for (position, id) in ids.enumerated() {
      let log = position < logs.count ? logs[position] : []
      stored[id] = Stored(term: log.last?.term ?? 0, votedFor: nil, log: log)
      nodes[id] = started(id)
    }
    initialViews = views
  }

  /// A node as it is now; nil for a stranger. A stopped one shows what it will start with.
  public subscript(id: NodeID) -> RaftNode? { nodes[id] }

  /// Every node's state, by number.
  public var views: [RaftInvariants.View] {
    ids.compactMap { nodes[$0].map(RaftInvariants.View.init) }
  }

  /// True while a node is stopped.
  public func isStopped(_ id: NodeID) -> Bool { stopped.contains(id) }

  /// Lets an event happen. A stopped node takes none but `restart`, and a running one no `restart`.
  public mutating func perform(_ event: Event) {
    let id = event.node
    guard stopped.contains(id) == isRestart(event), nodes[id] != nil else { return }
    var outputs: [RaftNode.Output] = []
    switch event {
    case .timeout: outputs = input(.electionTimeout, to: id)
    case .heartbeat: outputs = input(.heartbeatTimeout, to: id)
    case .propose(_, let command): outputs = input(.propose(command), to: id)
    case .deliver(let envelope):
      inFlight.removeAll { $0.number == envelope.number }
      outputs = input(.received(envelope.message, from: envelope.from), to: id)
    case .crash:
      stopped.insert(id)
      inFlight.removeAll { $0.to == id }
      nodes[id] = started(id)
    case .restart:
      stopped.remove(id)
    case .ask, .answer, .remark:
      break
    }
    record(event, outputs)
  }

  /// Delivers the oldest message from one node to another; does nothing when there is none.
  public mutating func deliver(from sender: NodeID, to receiver: NodeID) {
    if let next = inFlight.first(where: { $0.from == sender && $0.to == receiver }) {
      perform(.deliver(next))
    }
  }

  /// Delivers, oldest first, what is sent among some nodes until nothing is on its way between
  /// them.
  public mutating func settle(among group: [NodeID]) {
    while let next = inFlight.first(where: { group.contains($0.from) && group.contains($0.to) }) {
      perform(.deliver(next))
    }
  }

  /// Loses everything that is on its way.
  public mutating func loseAll() {
    inFlight = []
  }

  /// Lets `count` random things happen: messages arrive late, twice or never, timers run out, nodes
  /// stop and start, clients ask. At most a minority is stopped at any time.
  public mutating func wander(steps count: Int) {
    for number in 0..<count where violation == nil {
      let id = ids[random.index(below: ids.count)]
      switch random.index(below: 100) {
      case ..<4: perform(.timeout(id))
      case ..<14: perform(.heartbeat(id))
      case ..<20: perform(.propose(id, "c\(number)"))
      case ..<22: if stopped.count < (ids.count - 1) / 2 { perform(.crash(id)) }
      case ..<26: perform(.restart(id))
      case ..<30: if !inFlight.isEmpty { inFlight.remove(at: random.index(below: inFlight.count)) }
      default: deliverAny()
      }
    }
  }

  private mutating func deliverAny() {
    guard !inFlight.isEmpty else { return }
    let envelope = inFlight[random.index(below: min(inFlight.count, 12))]
    perform(.deliver(envelope))
    if random.chance(1, in: 8), inFlight.count < 200, !stopped.contains(envelope.to) {
      inFlight.append(envelope)
    }
  }

  private func isRestart(_ event: Event) -> Bool {
    if case .restart = event { true } else { false }
  }

  private func started(_ id: NodeID) -> RaftNode {
    let known = stored[id] ?? Stored(term: 0, votedFor: nil, log: [])
    return RaftNode(
      id: id, peers: ids.filter { $0 != id }, term: known.term, votedFor: known.votedFor,
      log: known.log, timeouts: 150...300, appendsNoOp: appendsNoOp)
  }

  private mutating func input(_ input: RaftNode.Input, to id: NodeID) -> [RaftNode.Output] {
    nodes[id]?.step(input, random: random.next()) ?? []
  }

  private mutating func record(_ event: Event, _ outputs: [RaftNode.Output]) {
    let id = event.node
    var sent: [Envelope] = []
    for output in outputs {
      switch output {
      case .persist(let term, let vote, let log):
        stored[id] = Stored(term: term, votedFor: vote, log: log)
      case .send(let message, let receiver):
        let envelope = Envelope(
          number: sentCount, from: id, to: receiver, message: message, sentIn: steps.count)
        sentCount += 1
        sent.append(envelope)
        if !stopped.contains(receiver) { inFlight.append(envelope) }
      case .resetElectionTimer, .commit: break
      }
    }
    if let node = nodes[id] {
      steps.append(Step(event: event, sent: sent, view: .init(node), role: node.role))
    }
    let running = views.filter { !stopped.contains($0.node) }
    if violation == nil, let broken = invariants.observe(running) {
      violation = (steps.count - 1, broken)
    }
  }
}
