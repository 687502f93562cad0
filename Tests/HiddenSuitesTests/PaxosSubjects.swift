import ExerciseKit
import Solutions

// Types that do nothing, and types that are wrong, for Paxos and failure detectors.

struct IdleAcceptor: PaxosAccepting {
  init(stored: AcceptorRecord) {}
  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] { [] }
  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] { [] }
}

struct IdleProposer: PaxosProposing {
  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord) {}
  mutating func start() -> [ProposerEffect] { [] }
  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect] { [] }
}

/// Accepts whatever it is asked to, and promises nothing.
struct ObligingAcceptor: PaxosAccepting {
  private var base: Acceptor
  init(stored: AcceptorRecord) { base = Acceptor(stored: stored) }
  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] { base.prepare(ballot) }
  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] {
    base = Acceptor(stored: AcceptorRecord(promised: nil, accepted: base.accepted))
    return base.accept(ballot, value)
  }
}

/// Sends the value it prefers, whatever others have accepted.
struct WilfulProposer: PaxosProposing {
  private var base: Proposer
  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord) {
    base = Proposer(id: id, preference: preference, acceptors: acceptors, stored: stored)
  }
  mutating func start() -> [ProposerEffect] { base.start() }
  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect] {
    guard case .promise(let ballot, _) = reply else { return base.handle(reply, from: acceptor) }
    return base.handle(.promise(ballot, accepted: nil), from: acceptor)
  }
}

struct IdleDetector: FailureDetecting {
  let suspects: Set<NodeID> = []
  let leader = NodeID(0)
  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {}
  func timeout(of peer: NodeID) -> Millis? { nil }
  mutating func check(now: Millis) -> Set<NodeID> { [] }
  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool { false }
}

/// Never takes back what it suspects.
struct StubbornDetector: FailureDetecting {
  private var base: FailureDetector
  private(set) var suspects: Set<NodeID> = []
  var leader: NodeID { base.leader }
  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    base = FailureDetector(node: node, peers: peers, timeout: timeout, step: step, now: now)
  }
  func timeout(of peer: NodeID) -> Millis? { base.timeout(of: peer) }
  mutating func check(now: Millis) -> Set<NodeID> {
    let new = base.check(now: now)
    suspects.formUnion(new)
    return new
  }
  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool {
    base.heard(heartbeat, from: peer, now: now)
  }
}
