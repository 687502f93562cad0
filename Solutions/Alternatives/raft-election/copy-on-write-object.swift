import ExerciseKit

/// The node's memory, shared by copies until one of them changes.
private final class Memory {
  var role = Role.follower
  var term: Term
  var votedFor: NodeID?
  var votes: Set<NodeID> = []

  init(term: Term, votedFor: NodeID?) {
    self.term = term
    self.votedFor = votedFor
  }

  func copy() -> Memory {
    let other = Memory(term: term, votedFor: votedFor)
    other.role = role
    other.votes = votes
    return other
  }
}

/// A value whose state lives in an object that is copied before it is changed.
struct Elector: Electing {
  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>
  // Safe although the object is mutable: it is written only while no other value refers to it.
  nonisolated(unsafe) private var memory: Memory

  var role: Role { memory.role }
  var term: Term { memory.term }

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
    self.timeouts = timeouts
    memory = Memory(term: term, votedFor: votedFor)
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    if !isKnownUniquelyReferenced(&memory) {
      memory = memory.copy()
    }
    switch input {
    case .electionTimeout:
      return memory.role == .leader ? [] : startElection(random)
    case .heartbeatTimeout:
      return memory.role == .leader ? heartbeats() : []
    case .received(let message, let sender):
      return receive(message, from: sender, random)
    }
  }

  private func startElection(_ random: UInt64) -> [ElectionOutput] {
    memory.term += 1
    memory.role = .candidate
    memory.votedFor = id
    memory.votes = [id]
    let request = ElectionMessage.requestVote(term: memory.term, lastLog: lastLog)
    return [persist(), timer(random)] + peers.map { .send(request, to: $0) } + leadIfElected()
  }

  private func receive(
    _ message: ElectionMessage, from sender: NodeID, _ random: UInt64
  ) -> [ElectionOutput] {
    var outputs: [ElectionOutput] = []
    if message.term > memory.term {
      if memory.role == .leader {
        outputs.append(timer(random))
      }
      memory.term = message.term
      memory.role = .follower
      memory.votedFor = nil
      memory.votes = []
      outputs.append(persist())
    }
    switch message {
    case .requestVote(let term, let log):
      outputs += answer(sender, term, log, random)
    case .vote(let term, let granted):
      guard granted, term == memory.term, memory.role == .candidate, peers.contains(sender)
      else { break }
      memory.votes.insert(sender)
      outputs += leadIfElected()
    case .heartbeat(let term):
      if term == memory.term {
        memory.role = .follower
        memory.votes = []
        outputs.append(timer(random))
      }
      outputs.append(.send(.heartbeatReply(term: memory.term), to: sender))
    case .heartbeatReply:
      break
    }
    return outputs
  }

  private func answer(
    _ candidate: NodeID, _ term: Term, _ log: LogPosition, _ random: UInt64
  ) -> [ElectionOutput] {
    let isFree = memory.votedFor == nil || memory.votedFor == candidate
    let isBehind = (log.term, log.index) < (lastLog.term, lastLog.index)
    let granted = term == memory.term && isFree && !isBehind
    var outputs: [ElectionOutput] = []
    if granted {
      memory.votedFor = candidate
      outputs = [persist(), timer(random)]
    }
    outputs.append(.send(.vote(term: memory.term, granted: granted), to: candidate))
    return outputs
  }

  private func leadIfElected() -> [ElectionOutput] {
    guard memory.votes.count > (peers.count + 1) / 2 else { return [] }
    memory.role = .leader
    memory.votes = []
    return heartbeats()
  }

  private func heartbeats() -> [ElectionOutput] {
    peers.map { .send(.heartbeat(term: memory.term), to: $0) }
  }

  private func persist() -> ElectionOutput {
    .persist(term: memory.term, votedFor: memory.votedFor)
  }

  private func timer(_ random: UInt64) -> ElectionOutput {
    .resetElectionTimer(timeouts.lowerBound + Millis(random % UInt64(timeouts.count)))
  }
}
