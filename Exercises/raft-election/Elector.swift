// fails: answers-every-input
// A vote that arrives after a restart, or after conceding, is taken for impossible and traps.
import ExerciseKit

struct Elector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  private(set) var role = Role.follower
  private(set) var term: Term
  private var votedFor: NodeID?
  /// Who granted their vote in this election, the node itself included; empty unless a candidate.
  private var votes: Set<NodeID> = []

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.term = term
    self.votedFor = votedFor
    self.lastLog = lastLog
    self.timeouts = timeouts
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    switch input {
    case .electionTimeout:
      role == .leader ? [] : startElection(random)
    case .heartbeatTimeout:
      role == .leader ? heartbeats() : []
    case .received(let message, let sender):
      receive(message, from: sender, random)
    }
  }

  private mutating func startElection(_ random: UInt64) -> [ElectionOutput] {
    term += 1
    role = .candidate
    votedFor = id
    votes = [id]
    return [persist, resetTimer(random)]
      + peers.map { .send(.requestVote(term: term, lastLog: lastLog), to: $0) }
      + leadIfElected()
  }

  private mutating func receive(
    _ message: ElectionMessage, from sender: NodeID, _ random: UInt64
  ) -> [ElectionOutput] {
    var outputs: [ElectionOutput] = []
    if message.term > term {
      outputs = adopt(message.term, random)
    }
    switch message {
    case .requestVote(let requested, let candidateLog):
      outputs += vote(for: sender, in: requested, candidateLog, random)
    case .vote(let voted, let granted):
      if voted == term, granted, peers.contains(sender) {
        guard role != .follower else { preconditionFailure("a vote that nobody asked for") }
        if role == .candidate {
          votes.insert(sender)
          outputs += leadIfElected()
        }
      }
    case .heartbeat(let led):
      if led == term {
        // Someone else won this term.
        role = .follower
        votes = []
        outputs.append(resetTimer(random))
      }
      outputs.append(.send(.heartbeatReply(term: term), to: sender))
    case .heartbeatReply:
      break
    }
    return outputs
  }

  /// Figure 2, "Rules for Servers": a higher term makes anyone a follower of that term.
  private mutating func adopt(_ newTerm: Term, _ random: UInt64) -> [ElectionOutput] {
    let wasLeader = role == .leader
    term = newTerm
    role = .follower
    votedFor = nil
    votes = []
    // A leader has no election timer running, so stepping down starts one.
    return wasLeader ? [persist, resetTimer(random)] : [persist]
  }

  private mutating func vote(
    for candidate: NodeID, in requested: Term, _ candidateLog: LogPosition, _ random: UInt64
  ) -> [ElectionOutput] {
    let isUpToDate =
      (candidateLog.term, candidateLog.index) >= (lastLog.term, lastLog.index)
    guard requested == term, votedFor == nil || votedFor == candidate, isUpToDate else {
      return [.send(.vote(term: term, granted: false), to: candidate)]
    }
    votedFor = candidate
    return [
      persist, resetTimer(random), .send(.vote(term: term, granted: true), to: candidate),
    ]
  }

  private mutating func leadIfElected() -> [ElectionOutput] {
    let clusterSize = peers.count + 1
    guard votes.count > clusterSize / 2 else { return [] }
    role = .leader
    votes = []
    return heartbeats()
  }

  private func heartbeats() -> [ElectionOutput] {
    peers.map { .send(.heartbeat(term: term), to: $0) }
  }

  private var persist: ElectionOutput {
    .persist(term: term, votedFor: votedFor)
  }

  private func resetTimer(_ random: UInt64) -> ElectionOutput {
    let choices = UInt64(timeouts.upperBound - timeouts.lowerBound + 1)
    return .resetElectionTimer(timeouts.lowerBound + Millis(random % choices))
  }
}
