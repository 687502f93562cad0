public import ExerciseKit

/// One node's half of a Raft election: candidate and voter.
///
/// Guarantee: at most one leader per term, over the whole history; and with timeouts drawn at random a
/// majority that can talk elects a leader. It holds with messages lost, duplicated and reordered and with
/// nodes that stop and start again from what they persisted. Source: Ongaro and Ousterhout 2014, sections
/// 5.1, 5.2 and 5.4.1, figure 2.
///
/// Must be stored: term and vote, which it hands out before whatever rests on them. Cost: an election
/// takes two messages for each peer.
///
/// Not guaranteed: that a leader knows it is cut off. One that its followers hear and that hears nobody
/// leads for as long as its heartbeats arrive; `PreVoter` can look after that.
///
/// Deviations: log entries are left out, so a heartbeat is an AppendEntries without them, and where
/// the log ends never changes. Votes are forgotten as soon as they no longer matter, so that a node's
/// state says nothing about elections that are over. There is no term above the largest number: who
/// has heard of it, from nobody honest, follows and does not stand.
public struct Elector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  /// Always a follower at the start.
  public private(set) var role = Role.follower
  /// Never falls.
  public private(set) var term: Term
  private var votedFor: NodeID?
  /// Who granted their vote in this election, the node itself included; empty unless a candidate.
  private var votes: Set<NodeID> = []

  /// Starts from what was persisted; the role was not.
  public init(
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
  public mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
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
