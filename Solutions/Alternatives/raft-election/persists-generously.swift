import ExerciseKit

/// Persists whenever it may, resets its timer whenever it may, and goes on counting after it won.
///
/// Freedoms used: every step that speaks persists before the first word and after the last, changed
/// or not; any adoption and any repeated grant restarts the timer, if need be twice in one step;
/// votes stay until the next election and late ones are added to them.
struct Elector: Electing {
  private let id: NodeID
  private let peers: Set<NodeID>
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>

  private(set) var role = Role.follower
  private(set) var term: Term
  private var votedFor: NodeID?
  private var votes: Set<NodeID> = []

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = Set(peers)
    self.term = term
    self.votedFor = votedFor
    self.lastLog = lastLog
    self.timeouts = timeouts
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    let timer = ElectionOutput.resetElectionTimer(
      timeouts.lowerBound + Millis(random % UInt64(timeouts.count)))
    switch input {
    case .electionTimeout:
      guard role != .leader else { return [] }
      return startElection(timer)
    case .heartbeatTimeout:
      guard role == .leader else { return [] }
      return [persist] + heartbeats + [persist]
    case .received(let message, let sender):
      let adoption = adopt(message.term, timer)
      switch message {
      case .requestVote(let asked, let log):
        let isGranted = grant(sender, asked, log)
        let reply = ElectionOutput.send(.vote(term: term, granted: isGranted), to: sender)
        return adoption + [persist] + (isGranted ? [timer, reply, persist] : [reply, persist])
      case .vote(let cast, let granted):
        return adoption + (granted && cast == term ? count(sender) : [])
      case .heartbeat(let led):
        let reply = ElectionOutput.send(.heartbeatReply(term: term), to: sender)
        guard led == term else { return adoption + [reply] }
        role = .follower
        return adoption + [persist, timer, reply, persist]
      case .heartbeatReply:
        return adoption
      }
    }
  }

  private mutating func startElection(_ timer: ElectionOutput) -> [ElectionOutput] {
    term += 1
    role = .candidate
    votedFor = id
    votes = [id]
    let requests: [ElectionOutput] = peers.sorted().map {
      .send(.requestVote(term: term, lastLog: lastLog), to: $0)
    }
    return [timer, persist, persist] + requests + [persist] + leadIfElected()
  }

  private mutating func adopt(_ other: Term, _ timer: ElectionOutput) -> [ElectionOutput] {
    guard other > term else { return [] }
    term = other
    role = .follower
    votedFor = nil
    return [persist, timer]
  }

  private mutating func grant(_ candidate: NodeID, _ asked: Term, _ log: LogPosition) -> Bool {
    guard asked == term, log.term >= lastLog.term else { return false }
    guard log.term > lastLog.term || log.index >= lastLog.index else { return false }
    guard votedFor == nil || votedFor == candidate else { return false }
    votedFor = candidate
    return true
  }

  private mutating func count(_ voter: NodeID) -> [ElectionOutput] {
    guard peers.contains(voter), role != .follower else { return [] }
    votes.insert(voter)
    return role == .candidate ? leadIfElected() : []
  }

  private mutating func leadIfElected() -> [ElectionOutput] {
    guard votes.count * 2 > peers.count + 1 else { return [] }
    role = .leader
    return [persist] + heartbeats + [persist]
  }

  private var heartbeats: [ElectionOutput] {
    peers.sorted().map { .send(.heartbeat(term: term), to: $0) }
  }

  private var persist: ElectionOutput { .persist(term: term, votedFor: votedFor) }
}
