import ExerciseKit

/// A suspect of `find-the-bug`: one line is wrong, and the task shows it as it stands here.
// Shown from here on.
struct SuspectElector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  /// Always a follower at the start.
  private(set) var role = Role.follower
  /// Never falls.
  private(set) var term: Term
  private var votedFor: NodeID?
  /// Who granted their vote in this election, the node itself included; empty unless a candidate.
  private var votes: Set<NodeID> = []

  /// Starts from what was persisted; the role was not.
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

  /// One input, and its effects in the order they must take place.
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
    guard term < .max else { return [resetTimer(random)] }
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
      if role == .candidate, voted == term, granted, peers.contains(sender) {
        votes.insert(sender)
        outputs += leadIfElected()
      }
    case .heartbeat(let led):
      if led == term {
        // Someone else won this term.
        (role, votedFor) = (.follower, nil)
        votes = []
        outputs.append(resetTimer(random))
      }
      outputs.append(.send(.heartbeatReply(term: term), to: sender))
    case .heartbeatReply:
      break
    }
    return outputs
  }

  private mutating func adopt(_ newTerm: Term, _ random: UInt64) -> [ElectionOutput] {
    let wasLeader = role == .leader
    term = newTerm
    role = .follower
    votedFor = nil
    votes = []
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
