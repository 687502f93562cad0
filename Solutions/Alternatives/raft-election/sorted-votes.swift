import ExerciseKit

/// Keeps who voted as a sorted array, which a leader leaves as it was when the election was won.
///
/// Freedoms used: the timer is set after the requests are sent, the peers are asked in reverse, and
/// a follower that adopts a term starts its timer afresh.
struct Elector: Electing {
  let id: NodeID
  let peers: [NodeID]
  let lastLog: LogPosition
  let timeouts: ClosedRange<Millis>

  var role = Role.follower
  var term: Term
  var votedFor: NodeID?
  var voters: [NodeID] = []

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers.sorted(by: >)
    self.lastLog = lastLog
    self.timeouts = timeouts
    self.term = term
    self.votedFor = votedFor
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    let delay = timeouts.lowerBound + Millis(random % UInt64(timeouts.count))
    switch input {
    case .electionTimeout:
      return campaign(delay)
    case .heartbeatTimeout:
      return role == .leader ? announce() : []
    case .received(let message, let sender):
      var outputs: [ElectionOutput] = []
      if message.term > term {
        role = .follower
        term = message.term
        votedFor = nil
        voters.removeAll()
        outputs = [.resetElectionTimer(delay), .persist(term: term, votedFor: nil)]
      }
      switch message {
      case .requestVote(let wanted, let log):
        outputs += answer(sender, wanted, log, delay)
      case .vote(let cast, granted: true) where cast == term && role == .candidate:
        outputs += count(sender)
      case .heartbeat(let announced):
        outputs.append(.send(.heartbeatReply(term: term), to: sender))
        if announced == term {
          role = .follower
          voters.removeAll()
          outputs.append(.resetElectionTimer(delay))
        }
      case .vote, .heartbeatReply:
        break
      }
      return outputs
    }
  }

  mutating func campaign(_ delay: Millis) -> [ElectionOutput] {
    guard role != .leader else { return [] }
    role = .candidate
    term += 1
    votedFor = id
    voters = [id]
    var outputs: [ElectionOutput] = [.persist(term: term, votedFor: id)]
    for peer in peers {
      outputs.append(.send(.requestVote(term: term, lastLog: lastLog), to: peer))
    }
    outputs.append(.resetElectionTimer(delay))
    if hasMajority {
      role = .leader
      outputs += announce()
    }
    return outputs
  }

  mutating func answer(
    _ candidate: NodeID, _ wanted: Term, _ log: LogPosition, _ delay: Millis
  ) -> [ElectionOutput] {
    let isBehind =
      log.term < lastLog.term || (log.term == lastLog.term && log.index < lastLog.index)
    if wanted < term || isBehind || (votedFor ?? candidate) != candidate {
      return [.send(.vote(term: term, granted: false), to: candidate)]
    }
    let isRepeated = votedFor == candidate
    votedFor = candidate
    let grant = ElectionOutput.send(.vote(term: term, granted: true), to: candidate)
    return isRepeated
      ? [grant]
      : [.persist(term: term, votedFor: candidate), grant, .resetElectionTimer(delay)]
  }

  mutating func count(_ voter: NodeID) -> [ElectionOutput] {
    guard peers.contains(voter), !voters.contains(voter) else { return [] }
    voters.append(voter)
    voters.sort()
    guard hasMajority else { return [] }
    role = .leader
    return announce()
  }

  func announce() -> [ElectionOutput] {
    peers.map { .send(.heartbeat(term: term), to: $0) }
  }

  var hasMajority: Bool { 2 * voters.count > peers.count + 1 }
}
