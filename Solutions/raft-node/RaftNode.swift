public import ExerciseKit

/// A Raft node: election, log and commit index put together, as a value.
///
/// Guarantee: the five properties of figure 3 (`RaftInvariants`). It holds with messages lost, duplicated
/// and reordered and with nodes that stop and start again from what they persisted. Source: Ongaro and
/// Ousterhout 2014, sections 5 and 8.
///
/// Must be stored: term, vote and log, which it hands out before whatever rests on them; commit index
/// and role are found again.
///
/// Not guaranteed: that a leader which hears nobody stops leading, as long as it is heard (Ongaro 2014,
/// section 6.2, has leaders step down; `PreVoter` shows how). It commits nothing meanwhile.
///
/// Cost: two messages for each peer and command, with all entries that the peer is not known to be sent; the
/// log in memory and, at each change, whole to the disk.
///
/// Deviations: membership is fixed and logs are not compacted. The whole log is handed out to be
/// persisted. A leader sends to a peer at each heartbeat, each proposal and after each refusal.
public struct RaftNode: Sendable {
  /// What nodes send each other.
  public enum Message: Hashable, Sendable {
    /// A vote request or a vote; heartbeats are append requests here.
    case election(ElectionMessage)
    case append(AppendRequest)
    case appendReply(AppendReply)
  }

  /// What happens to a node.
  public enum Input: Hashable, Sendable {
    /// The election timer last set has run out.
    case electionTimeout
    /// It is time for a leader's heartbeat.
    case heartbeatTimeout
    case received(Message, from: NodeID)
    /// A client wants a command appended; only a leader does it.
    case propose(String)
  }

  /// What a node wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Put term, vote and log on stable storage; what follows waits until they are there.
    case persist(term: Term, votedFor: NodeID?, log: [LogEntry])
    case send(Message, to: NodeID)
    /// Start the election timer afresh, to run out after this many milliseconds.
    case resetElectionTimer(Millis)
    /// Entries up to this index are committed and may be applied.
    case commit(upTo: Int)
  }

  /// This node.
  public let id: NodeID
  private let peers: [NodeID]
  private let timeouts: ClosedRange<Millis>
  private let appendsNoOp: Bool
  private var elector: Elector
  private var votedFor: NodeID?
  private var replicator: Replicator
  /// There while it leads.
  public private(set) var leaderLog: LeaderLog?

  /// Starts or restarts from what was persisted.
  /// - Parameter appendsNoOp: whether a new leader appends an empty command, without which it may
  ///   have to wait for a client before it knows what is committed (section 8).
  public init(
    id: NodeID, peers: [NodeID], term: Term = 0, votedFor: NodeID? = nil, log: [LogEntry] = [],
    timeouts: ClosedRange<Millis>, appendsNoOp: Bool = false
  ) {
    self.id = id
    self.peers = peers
    self.timeouts = timeouts
    self.appendsNoOp = appendsNoOp
    self.votedFor = votedFor
    replicator = Replicator(term: term, log: log, commitIndex: 0)
    elector = Elector(
      id: id, peers: peers, term: term, votedFor: votedFor, lastLog: log.lastPosition,
      timeouts: timeouts)
  }

  /// Its role.
  public var role: Role { elector.role }
  /// Never falls.
  public var term: Term { elector.term }
  /// Its log.
  public var log: [LogEntry] { leaderLog?.log ?? replicator.log }
  /// The last index it knows to be committed since it started.
  public var commitIndex: Int { leaderLog?.commitIndex ?? replicator.commitIndex }

  /// One input, and its effects in the order they must take place.
  public mutating func step(_ input: Input, random: UInt64) -> [Output] {
    switch input {
    case .electionTimeout:
      return elect(.electionTimeout, random)
    case .heartbeatTimeout:
      return role == .leader ? appends() : []
    case .propose(let command):
      return propose(command)
    case .received(.election(let message), let sender):
      return stepDown(before: message.term, random)
        + elect(.received(message, from: sender), random)
    case .received(.append(let request), let leader):
      return receive(request, from: leader, random)
    case .received(.appendReply(let reply), let follower):
      return stepDown(before: reply.term, random) + handle(reply, from: follower)
    }
  }

  /// Lets the elector take a step and turns its heartbeats into append requests.
  private mutating func elect(_ input: ElectionInput, _ random: UInt64) -> [Output] {
    let wasLeader = role == .leader
    let outputs = elector.step(input, random: random)
    var translated = outputs.compactMap { translate($0) }
    if role == .leader, !wasLeader {
      leaderLog = LeaderLog(
        term: term, log: replicator.log, peers: peers, commitIndex: replicator.commitIndex)
      translated += appendsNoOp ? propose("") : appends()
    }
    return translated
  }

  private mutating func translate(_ output: ElectionOutput) -> Output? {
    switch output {
    case .persist(let term, let vote):
      votedFor = vote
      return .persist(term: term, votedFor: vote, log: log)
    case .resetElectionTimer(let delay): return .resetElectionTimer(delay)
    case .send(.heartbeat, _), .send(.heartbeatReply, _): return nil
    case .send(let message, let receiver): return .send(.election(message), to: receiver)
    }
  }

  private mutating func propose(_ command: String) -> [Output] {
    guard var leading = leaderLog else { return [] }
    let committed = leading.commitIndex
    _ = leading.propose(command)
    leaderLog = leading
    return [persist] + appends()
      + (leading.commitIndex > committed ? [.commit(upTo: leading.commitIndex)] : [])
  }

  private mutating func receive(
    _ request: AppendRequest, from leader: NodeID, _ random: UInt64
  ) -> [Output] {
    var outputs = stepDown(before: request.term, random)
    guard request.term >= term else {
      let refusal = AppendReply(term: term, success: false, matchIndex: 0)
      return outputs + [.send(.appendReply(refusal), to: leader)]
    }
    outputs += elect(.received(.heartbeat(term: request.term), from: leader), random)
    let (logBefore, committed) = (replicator.log, replicator.commitIndex)
    let reply = replicator.append(request)
    if replicator.log != logBefore {
      followLog()
      outputs.append(persist)
    }
    outputs.append(.send(.appendReply(reply), to: leader))
    if replicator.commitIndex > committed { outputs.append(.commit(upTo: replicator.commitIndex)) }
    return outputs
  }

  private mutating func handle(_ reply: AppendReply, from follower: NodeID) -> [Output] {
    guard var leading = leaderLog else { return [] }
    let effect = leading.handle(reply, from: follower)
    leaderLog = leading
    switch effect {
    case .commit(let index): return [.commit(upTo: index)]
    case .none where !reply.success && reply.term == term: return appends(to: [follower])
    case .none, .stepDown: return []
    }
  }

  /// Follows a higher term, and keeps the log it led with.
  private mutating func stepDown(before newTerm: Term, _ random: UInt64) -> [Output] {
    guard newTerm > term else { return [] }
    // The elector learns of the log where it can matter, before it judges a candidate's.
    let ended = leaderLog
    leaderLog = nil
    if let ended {
      replicator = Replicator(
        term: ended.term, log: ended.log, commitIndex: ended.commitIndex)
    }
    let outputs = elect(.received(.heartbeatReply(term: newTerm), from: id), random)
    followLog()
    return outputs
  }

  /// A follower's elector, rebuilt from what is persisted, so that it compares the log as it is
  /// now.
  private mutating func followLog() {
    elector = Elector(
      id: id, peers: peers, term: term, votedFor: votedFor, lastLog: replicator.log.lastPosition,
      timeouts: timeouts)
  }

  private func appends(to receivers: [NodeID]? = nil) -> [Output] {
    (receivers ?? peers).compactMap { peer in
      leaderLog?.request(for: peer).map { .send(.append($0), to: peer) }
    }
  }

  private var persist: Output { .persist(term: term, votedFor: votedFor, log: log) }
}
