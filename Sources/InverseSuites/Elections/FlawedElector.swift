public import ExerciseKit

/// A node of an election with something wrong, or with nothing.
///
/// By the rules of `raft-election`, of which one is broken where a flaw says so. A value that can be
/// compared, so that a search tells its states apart.
public struct FlawedElector: Hashable, Sendable {
  /// What is wrong; nil for a right node.
  public let flaw: ElectionFlaw?
  let id: NodeID
  let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>
  /// What the node is now.
  public private(set) var role = Role.follower
  /// Its term; never falls.
  public private(set) var term: Term
  /// Whom it has voted for in its term.
  private(set) var votedFor: NodeID?
  /// Who has granted it a vote, itself included, each as often as it counts.
  private(set) var votes: [NodeID] = []

  /// Starts from what was stored.
  public init(
    flaw: ElectionFlaw?, id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?,
    lastLog: LogPosition, timeouts: ClosedRange<Millis>
  ) {
    self.flaw = flaw
    self.id = id
    self.peers = peers
    self.term = term
    self.votedFor = flaw == .forgetsItsVote ? nil : votedFor
    self.lastLog = lastLog
    self.timeouts = timeouts
  }

  /// One input, and its effects in the order they must take place.
  public mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    switch input {
    case .electionTimeout: role == .leader ? [] : stand(random)
    case .heartbeatTimeout: role == .leader ? heartbeats : []
    case .received(let message, let sender): receive(message, from: sender, random)
    }
  }

  private mutating func stand(_ random: UInt64) -> [ElectionOutput] {
    guard term < .max else { return [reset(random)] }
    let staysInTerm = flaw == .standsInTheSameTerm && votedFor != nil
    if !staysInTerm { term += 1 }
    role = .candidate
    votedFor = id
    votes = flaw == .countsOldVotes ? votes.filter { $0 != id } + [id] : [id]
    return [persist, reset(random)]
      + peers.map { .send(.requestVote(term: term, lastLog: lastLog), to: $0) } + leadIfElected()
  }

  private mutating func receive(
    _ message: ElectionMessage, from sender: NodeID, _ random: UInt64
  ) -> [ElectionOutput] {
    var outputs: [ElectionOutput] = []
    if message.term > term { outputs = adopt(message.term, random) }
    switch message {
    case .requestVote(let requested, let log):
      outputs += answer(sender, requested, log, random)
    case .vote(let voted, let granted): outputs += count(voted, granted, from: sender)
    case .heartbeat(let led):
      if led == term {
        role = .follower
        votes = []
        if flaw == .heartbeatFreesTheVote { votedFor = nil }
        outputs.append(reset(random))
      }
      outputs.append(.send(.heartbeatReply(term: term), to: sender))
    case .heartbeatReply: break
    }
    return outputs
  }

  private mutating func adopt(_ newTerm: Term, _ random: UInt64) -> [ElectionOutput] {
    let wasLeader = role == .leader
    term = newTerm
    role = .follower
    votedFor = nil
    votes = []
    return wasLeader ? [persist, reset(random)] : [persist]
  }

  private mutating func answer(
    _ candidate: NodeID, _ requested: Term, _ log: LogPosition, _ random: UInt64
  ) -> [ElectionOutput] {
    let isFree =
      votedFor == nil || votedFor == candidate
      || (flaw == .candidateGrants && role == .candidate)
    guard requested == term, isFree, (log.term, log.index) >= (lastLog.term, lastLog.index) else {
      return [.send(.vote(term: term, granted: false), to: candidate)]
    }
    if flaw != .grantsToEverybody { votedFor = candidate }
    return [persist, reset(random), .send(.vote(term: term, granted: true), to: candidate)]
  }

  private mutating func count(
    _ voted: Term, _ granted: Bool, from sender: NodeID
  ) -> [ElectionOutput] {
    let isOfNow = voted == term || flaw == .countsOldVotes
    guard role == .candidate, isOfNow, granted || flaw == .countsRefusals, peers.contains(sender)
    else { return [] }
    if flaw == .countsVotesTwice || !votes.contains(sender) { votes.append(sender) }
    return leadIfElected()
  }

  private mutating func leadIfElected() -> [ElectionOutput] {
    let size = peers.count + 1
    let enough = flaw == .halfIsEnough ? (size + 1) / 2 : size / 2 + 1
    guard votes.count >= enough else { return [] }
    role = .leader
    votes = []
    return heartbeats
  }

  private var heartbeats: [ElectionOutput] {
    peers.map { .send(.heartbeat(term: term), to: $0) }
  }

  private var persist: ElectionOutput { .persist(term: term, votedFor: votedFor) }

  private func reset(_ random: UInt64) -> ElectionOutput {
    let choices = UInt64(timeouts.upperBound - timeouts.lowerBound + 1)
    return .resetElectionTimer(timeouts.lowerBound + Millis(random % choices))
  }
}

/// A flaw as a type, so that a cluster of nodes that have it is a type as well.
protocol FlawType: Sendable {
  static var flaw: ElectionFlaw? { get }
}

/// A node with one flaw, as a suite of elections asks it.
struct Flawed<Kind: FlawType>: Electing {
  private var elector: FlawedElector

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    elector = FlawedElector(
      flaw: Kind.flaw, id: id, peers: peers, term: term, votedFor: votedFor, lastLog: lastLog,
      timeouts: timeouts)
  }

  var role: Role { elector.role }
  var term: Term { elector.term }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    elector.step(input, random: random)
  }
}

enum NoFlaw: FlawType {
  static let flaw: ElectionFlaw? = nil
}
enum HalfIsEnough: FlawType {
  static let flaw: ElectionFlaw? = .halfIsEnough
}
enum ForgetsItsVote: FlawType {
  static let flaw: ElectionFlaw? = .forgetsItsVote
}
enum CountsVotesTwice: FlawType {
  static let flaw: ElectionFlaw? = .countsVotesTwice
}
enum CountsOldVotes: FlawType {
  static let flaw: ElectionFlaw? = .countsOldVotes
}
enum HeartbeatFreesTheVote: FlawType {
  static let flaw: ElectionFlaw? = .heartbeatFreesTheVote
}
