// fails: quorum-of-distinct-voters, higher-term-wins, persist-before-send, timers
// As printed: majority of peers (E-01), deaf to replies (E-02), no storage (E-20), no timer (E-59).
import ExerciseKit

struct Elector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition

  private(set) var role = Role.follower
  private(set) var term = 0
  private var votedFor: NodeID?
  private var votes = 0
  private var answers = 0

  // What was persisted and the interval of the timeouts have no counterpart in print.
  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    switch input {
    case .electionTimeout:
      role == .leader ? [] : startElection()
    case .heartbeatTimeout:
      role == .leader ? heartbeats() : []
    case .received(.requestVote(let requested, let candidateLog), let candidate):
      vote(for: candidate, in: requested, candidateLog)
    case .received(.vote(_, let granted), _):
      count(granted)
    case .received(.heartbeat(let led), let leader):
      follow(leader, in: led)
    case .received(.heartbeatReply, _):
      []
    }
  }

  private mutating func startElection() -> [ElectionOutput] {
    role = .candidate
    term += 1
    votedFor = id
    votes = 1
    answers = 0
    return peers.map { .send(.requestVote(term: term, lastLog: lastLog), to: $0) }
      + (peers.isEmpty ? becomeLeaderOrFollower() : [])
  }

  private mutating func count(_ granted: Bool) -> [ElectionOutput] {
    guard role == .candidate else { return [] }
    answers += 1
    votes += granted ? 1 : 0
    return becomeLeaderOrFollower()
  }

  private mutating func becomeLeaderOrFollower() -> [ElectionOutput] {
    if votes > peers.count / 2 {
      role = .leader
      return heartbeats()
    }
    if answers == peers.count {
      role = .follower
    }
    return []
  }

  // The voter's side is not in print; this is what its caller expects of it.
  private mutating func vote(
    for candidate: NodeID, in requested: Term, _ candidateLog: LogPosition
  ) -> [ElectionOutput] {
    if requested > term {
      adopt(requested)
    }
    let isUpToDate =
      (candidateLog.term, candidateLog.index) >= (lastLog.term, lastLog.index)
    let isGranted =
      requested == term && (votedFor == nil || votedFor == candidate) && isUpToDate
    if isGranted {
      votedFor = candidate
    }
    return [.send(.vote(term: term, granted: isGranted), to: candidate)]
  }

  private mutating func follow(_ leader: NodeID, in led: Term) -> [ElectionOutput] {
    if led > term {
      adopt(led)
    }
    if led == term {
      role = .follower
    }
    return [.send(.heartbeatReply(term: term), to: leader)]
  }

  private mutating func adopt(_ newTerm: Term) {
    term = newTerm
    role = .follower
    votedFor = nil
  }

  private func heartbeats() -> [ElectionOutput] {
    peers.map { .send(.heartbeat(term: term), to: $0) }
  }
}
