public import ExerciseKit

/// A node that asks whether it could win before it disturbs anybody with a new term.
///
/// Guarantee: everything `Elector` guarantees; and a node that cannot reach the leader, while a majority
/// can, never raises anybody's term. With `checksQuorum` a leader that does not hear from a majority for an
/// election timeout leads no longer, so that one which is heard and hears nobody makes room for another;
/// without, it leads for ever. It holds with messages lost, repeated and reordered, and with nodes that
/// stop and start again from what they persisted. Source: Ongaro 2014, sections 9.6, 4.2.3 and 6.2.
///
/// Must be stored: term and vote, as `Elector` hands them out. A poll changes neither where it arrives; an
/// answer to it may bring a later term, which is then taken over like any other. Cost: one more round trip
/// for each election.
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
    /// The answer, for the term that was asked about, and the term of whoever answers.
    case pollAnswer(asked: Term, term: Term, granted: Bool)
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
  /// True for a leader that steps down when it hears from too few.
  private let checksQuorum: Bool
  private var elector: Elector
  private var knowsLeader = false
  /// Peers that have answered this leader since its timer was last started.
  private var heard: Set<NodeID> = []
  /// Who would vote for this node, itself included; empty while it is not asking.
  private var support: Set<NodeID> = []

  /// Starts from what was persisted.
  /// - Parameters:
  ///   - asksFirst: false to stand at once, as plain Raft does.
  ///   - checksQuorum: whether a leader that hears from too few steps down; it then has an election
  ///     timer like everybody.
  public init(
    id: NodeID, peers: [NodeID], term: Term = 0, votedFor: NodeID? = nil,
    lastLog: LogPosition = LogPosition(term: 0, index: 0), timeouts: ClosedRange<Millis>,
    asksFirst: Bool, checksQuorum: Bool = false
  ) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
    self.timeouts = timeouts
    self.asksFirst = asksFirst
    self.checksQuorum = checksQuorum
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
      let wasLeader = role == .leader
      let outputs = pass(.received(message, from: sender), random)
      // The vote that makes it leader came before its timer.
      if wasLeader, role == .leader, message.term == term, peers.contains(sender) {
        heard.insert(sender)
      }
      if case .heartbeat(term) = message {
        knowsLeader = true
        support = []
      }
      return outputs
    case .received(.poll(let asked, let candidateLog), let sender):
      let isUpToDate = (candidateLog.term, candidateLog.index) >= (lastLog.term, lastLog.index)
      let granted = asked > term && isUpToDate && !knowsLeader && role != .leader
      return [.send(.pollAnswer(asked: asked, term: term, granted: granted), to: sender)]
    case .received(.pollAnswer(let asked, let known, let granted), let sender):
      guard peers.contains(sender), term < .max else { return [] }
      if known > term { return learn(known, from: sender, random) }
      guard granted, asked == term + 1, !support.isEmpty else { return [] }
      support.insert(sender)
      return standIfSupported(random)
    }
  }

  private mutating func timeOut(_ random: UInt64) -> [Output] {
    knowsLeader = false
    guard role != .leader else { return checksQuorum ? lookForQuorum(random) : [] }
    guard asksFirst, term < .max else { return pass(.electionTimeout, random) }
    support = [id]
    return [resetTimer(random)]
      + peers.map { .send(.poll(term: term + 1, lastLog: lastLog), to: $0) }
      + standIfSupported(random)
  }

  /// A leader's election timeout: it goes on when a majority, itself included, is there.
  private mutating func lookForQuorum(_ random: UInt64) -> [Output] {
    if heard.count + 1 <= (peers.count + 1) / 2 {
      // What is on the disk stays: the term, and its own vote in it, which made it leader.
      elector = Elector(
        id: id, peers: peers, term: term, votedFor: id, lastLog: lastLog, timeouts: timeouts)
    }
    heard = []
    return [resetTimer(random)]
  }

  /// Takes over a later term that a peer is in already; the next poll asks for one above it. Who did not would ask
  /// for ever for a term that is over there, while the other, whose log is behind, cannot win either.
  private mutating func learn(
    _ known: Term, from sender: NodeID, _ random: UInt64
  ) -> [Output] {
    support = []
    // A refused vote is how a term is told.
    return pass(.received(.vote(term: known, granted: false), from: sender), random)
  }

  private mutating func standIfSupported(_ random: UInt64) -> [Output] {
    guard support.count > (peers.count + 1) / 2 else { return [] }
    support = []
    return pass(.electionTimeout, random)
  }

  private mutating func pass(_ input: ElectionInput, _ random: UInt64) -> [Output] {
    let wasLeader = role == .leader
    let outputs = elector.step(input, random: random).map { output -> Output in
      switch output {
      case .persist(let term, let vote): .persist(term: term, votedFor: vote)
      case .send(let message, let receiver): .send(.election(message), to: receiver)
      case .resetElectionTimer(let delay): .resetElectionTimer(delay)
      }
    }
    guard checksQuorum, role == .leader, !wasLeader else { return outputs }
    heard = []
    return outputs + [resetTimer(random)]
  }

  private func resetTimer(_ random: UInt64) -> Output {
    let width = UInt64(timeouts.upperBound - timeouts.lowerBound + 1)
    return .resetElectionTimer(timeouts.lowerBound + Millis(random % width))
  }
}
