public import ExerciseKit

/// A node that asks whether it could win before it disturbs anybody with a new term.
///
/// Guarantee: everything `Elector` guarantees; and a node that cannot reach the leader, while a
/// majority can, never raises anybody's term. Source: Ongaro 2014, sections 9.6 and 4.2.3.
///
/// Deviation: the thesis refuses for a minimum election timeout after the last heartbeat; here a
/// node refuses from a heartbeat until its own election timer runs out, which needs no clock and
/// can only refuse longer. After a leader's crash the first poll fails for that reason, and one
/// succeeds as soon as a majority has noticed.
public struct PreVoter: Sendable {
  /// What nodes send each other.
  public enum Message: Hashable, Sendable {
    /// "Would you vote for me in this term?" The term is not yet anybody's.
    case poll(term: Term, lastLog: LogPosition)
    /// The answer, for the term that was asked about.
    case pollAnswer(term: Term, granted: Bool)
    case election(ElectionMessage)
  }

  /// What happens to a node.
  public enum Input: Hashable, Sendable {
    case electionTimeout
    case heartbeatTimeout
    case received(Message, from: NodeID)
  }

  /// What a node wants done, in this order.
  public enum Output: Hashable, Sendable {
    case persist(term: Term, votedFor: NodeID?)
    case send(Message, to: NodeID)
    case resetElectionTimer(Millis)
  }

  private let peers: [NodeID]
  private let id: NodeID
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>
  /// False for a node that stands at once, as plain Raft does.
  private let asksFirst: Bool
  private var elector: Elector
  private var knowsLeader = false
  /// Who would vote for this node, itself included; empty while it is not asking.
  private var support: Set<NodeID> = []

  /// Starts from what was persisted.
  /// - Parameter asksFirst: false to stand at once, as plain Raft does.
  public init(
    id: NodeID, peers: [NodeID], term: Term = 0, votedFor: NodeID? = nil,
    lastLog: LogPosition = LogPosition(term: 0, index: 0), timeouts: ClosedRange<Millis>,
    asksFirst: Bool
  ) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
    self.timeouts = timeouts
    self.asksFirst = asksFirst
    elector = Elector(
      id: id, peers: peers, term: term, votedFor: votedFor, lastLog: lastLog, timeouts: timeouts)
  }

  /// Its role; a node that only asks is what it was.
  public var role: Role { elector.role }
  /// Never falls, and does not rise by asking.
  public var term: Term { elector.term }

  /// One input, and its effects in the order they must take place.
  public mutating func step(_ input: Input, random: UInt64) -> [Output] {
    switch input {
    case .electionTimeout:
      return timeOut(random)
    case .heartbeatTimeout:
      return pass(.heartbeatTimeout, random)
    case .received(.election(let message), let sender):
      let outputs = pass(.received(message, from: sender), random)
      if case .heartbeat(term) = message {
        knowsLeader = true
        support = []
      }
      return outputs
    case .received(.poll(let asked, let candidateLog), let sender):
      let isUpToDate = (candidateLog.term, candidateLog.index) >= (lastLog.term, lastLog.index)
      let granted = asked > term && isUpToDate && !knowsLeader && role != .leader
      return [.send(.pollAnswer(term: asked, granted: granted), to: sender)]
    case .received(.pollAnswer(let asked, let granted), let sender):
      guard granted, asked == term + 1, !support.isEmpty, peers.contains(sender) else { return [] }
      support.insert(sender)
      return standIfSupported(random)
    }
  }

  private mutating func timeOut(_ random: UInt64) -> [Output] {
    knowsLeader = false
    guard role != .leader else { return [] }
    guard asksFirst else { return pass(.electionTimeout, random) }
    support = [id]
    let width = UInt64(timeouts.upperBound - timeouts.lowerBound + 1)
    let delay = timeouts.lowerBound + Millis(random % width)
    return [.resetElectionTimer(delay)]
      + peers.map { .send(.poll(term: term + 1, lastLog: lastLog), to: $0) }
      + standIfSupported(random)
  }

  private mutating func standIfSupported(_ random: UInt64) -> [Output] {
    guard support.count > (peers.count + 1) / 2 else { return [] }
    support = []
    return pass(.electionTimeout, random)
  }

  private mutating func pass(_ input: ElectionInput, _ random: UInt64) -> [Output] {
    elector.step(input, random: random).map { output in
      switch output {
      case .persist(let term, let vote): .persist(term: term, votedFor: vote)
      case .send(let message, let receiver): .send(.election(message), to: receiver)
      case .resetElectionTimer(let delay): .resetElectionTimer(delay)
      }
    }
  }
}
