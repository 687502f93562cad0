import ExerciseKit

/// Verbose: every role spells out what it does with every message. A message of a higher term makes
/// the node a follower first, and is then handled as a follower handles it.
///
/// Freedoms used: votes are a dictionary that says of every peer whether it granted; a repeated
/// grant leaves the timer alone; a node that votes at once in an adopted term persists twice.
struct Elector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  private(set) var role: Role = .follower
  private(set) var term: Term
  private var votedFor: NodeID?
  private var hasGranted: [NodeID: Bool]

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
    self.timeouts = timeouts
    self.term = term
    self.votedFor = votedFor
    self.hasGranted = Dictionary(uniqueKeysWithValues: peers.map { ($0, false) })
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    var outputs: [ElectionOutput] = []
    if case .received(let message, from: _) = input, message.term > term {
      if role == .leader {
        outputs.append(freshTimer(random))
      }
      becomeFollower(of: message.term)
      outputs.append(.persist(term: term, votedFor: votedFor))
    }
    switch role {
    case .follower:
      outputs.append(contentsOf: stepAsFollower(input, random))
    case .candidate:
      outputs.append(contentsOf: stepAsCandidate(input, random))
    case .leader:
      outputs.append(contentsOf: stepAsLeader(input, random))
    }
    return outputs
  }

  private mutating func stepAsFollower(
    _ input: ElectionInput, _ random: UInt64
  ) -> [ElectionOutput] {
    switch input {
    case .electionTimeout:
      return startElection(random)
    case .heartbeatTimeout:
      return []
    case .received(.requestVote(term: let requested, let log), from: let candidate):
      if requested < term {
        return [refusal(to: candidate)]
      }
      if isOlderThanOurs(log) {
        return [refusal(to: candidate)]
      }
      if votedFor == candidate {
        return [.send(.vote(term: term, granted: true), to: candidate)]
      }
      if votedFor != nil {
        return [refusal(to: candidate)]
      }
      votedFor = candidate
      return [
        .persist(term: term, votedFor: candidate),
        .send(.vote(term: term, granted: true), to: candidate),
        freshTimer(random),
      ]
    case .received(.vote, from: _):
      return []
    case .received(.heartbeat(term: let led), from: let leader):
      return answerHeartbeat(of: led, from: leader, random)
    case .received(.heartbeatReply, from: _):
      return []
    }
  }

  private mutating func stepAsCandidate(
    _ input: ElectionInput, _ random: UInt64
  ) -> [ElectionOutput] {
    switch input {
    case .electionTimeout:
      return startElection(random)
    case .heartbeatTimeout:
      return []
    case .received(.requestVote, from: let candidate):
      return [refusal(to: candidate)]
    case .received(.vote(term: let voted, let granted), from: let voter):
      guard voted == term, granted else {
        return []
      }
      guard hasGranted[voter] != nil else {
        return []
      }
      hasGranted[voter] = true
      return hasMajority ? becomeLeader() : []
    case .received(.heartbeat(term: let led), from: let leader):
      if led == term {
        becomeFollower(of: term)
      }
      return answerHeartbeat(of: led, from: leader, random)
    case .received(.heartbeatReply, from: _):
      return []
    }
  }

  private mutating func stepAsLeader(
    _ input: ElectionInput, _ random: UInt64
  ) -> [ElectionOutput] {
    switch input {
    case .electionTimeout:
      return []
    case .heartbeatTimeout:
      return heartbeats()
    case .received(.requestVote, from: let candidate):
      return [refusal(to: candidate)]
    case .received(.vote, from: _):
      return []
    case .received(.heartbeat(term: let led), from: let leader):
      if led == term {
        becomeFollower(of: term)
      }
      return answerHeartbeat(of: led, from: leader, random)
    case .received(.heartbeatReply, from: _):
      return []
    }
  }

  private mutating func startElection(_ random: UInt64) -> [ElectionOutput] {
    role = .candidate
    term += 1
    votedFor = id
    for peer in peers {
      hasGranted[peer] = false
    }
    var outputs: [ElectionOutput] = []
    outputs.append(freshTimer(random))
    outputs.append(.persist(term: term, votedFor: votedFor))
    for peer in peers {
      outputs.append(.send(.requestVote(term: term, lastLog: lastLog), to: peer))
    }
    if hasMajority {
      outputs.append(contentsOf: becomeLeader())
    }
    return outputs
  }

  private mutating func becomeFollower(of newTerm: Term) {
    if newTerm > term {
      term = newTerm
      votedFor = nil
    }
    role = .follower
    for peer in peers {
      hasGranted[peer] = false
    }
  }

  private mutating func becomeLeader() -> [ElectionOutput] {
    role = .leader
    for peer in peers {
      hasGranted[peer] = false
    }
    return heartbeats()
  }

  private func answerHeartbeat(
    of led: Term, from leader: NodeID, _ random: UInt64
  ) -> [ElectionOutput] {
    let reply = ElectionOutput.send(.heartbeatReply(term: term), to: leader)
    if led < term {
      return [reply]
    }
    return [reply, freshTimer(random)]
  }

  private func heartbeats() -> [ElectionOutput] {
    var outputs: [ElectionOutput] = []
    for peer in peers {
      outputs.append(.send(.heartbeat(term: term), to: peer))
    }
    return outputs
  }

  private func refusal(to candidate: NodeID) -> ElectionOutput {
    .send(.vote(term: term, granted: false), to: candidate)
  }

  /// Own vote included.
  private var hasMajority: Bool {
    let votes = 1 + peers.count(where: { hasGranted[$0] == true })
    let members = 1 + peers.count
    return votes > members - votes
  }

  private func isOlderThanOurs(_ log: LogPosition) -> Bool {
    if log.term == lastLog.term {
      return log.index < lastLog.index
    }
    return log.term < lastLog.term
  }

  private func freshTimer(_ random: UInt64) -> ElectionOutput {
    let span = UInt64(timeouts.upperBound - timeouts.lowerBound) + 1
    let delay = timeouts.lowerBound + Millis(random % span)
    return .resetElectionTimer(delay)
  }
}
