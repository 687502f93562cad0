import ExerciseKit

/// Refuses everything.
struct IdleFollower: FollowerReplication {
  let term: Term
  let log: [LogEntry]
  let commitIndex: Int

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    (self.term, self.log, self.commitIndex) = (term, log, commitIndex)
  }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    AppendReply(term: term, success: false, matchIndex: 0)
  }
}

/// Sends nothing and commits nothing.
struct IdleLeader: LeaderReplication {
  private(set) var log: [LogEntry]
  let commitIndex: Int
  private let term: Term

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    (self.term, self.log, self.commitIndex) = (term, log, commitIndex)
  }

  mutating func propose(_ command: String) -> Int {
    log.append(LogEntry(term, command))
    return log.count
  }

  func request(for peer: NodeID) -> AppendRequest? { nil }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect { .none }
}

/// Commits what a majority holds, of whatever term: figure 8.
struct CountingLeader: LeaderReplication {
  private(set) var log: [LogEntry]
  private(set) var commitIndex: Int
  private let term: Term
  private let peers: [NodeID]
  private var held: [NodeID: Int]
  private var next: [NodeID: Int]

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    (self.term, self.log, self.peers, self.commitIndex) = (term, log, peers, commitIndex)
    held = Dictionary(uniqueKeysWithValues: peers.map { ($0, 0) })
    next = Dictionary(uniqueKeysWithValues: peers.map { ($0, log.count) })
  }

  mutating func propose(_ command: String) -> Int {
    log.append(LogEntry(term, command))
    commit()
    return log.count
  }

  func request(for peer: NodeID) -> AppendRequest? {
    next[peer].map { start in
      AppendRequest(
        term: term, prevIndex: start, prevTerm: start == 0 ? 0 : log[start - 1].term,
        entries: Array(log[start...]), leaderCommit: commitIndex)
    }
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    if reply.term > term { return .stepDown(reply.term) }
    guard reply.term == term, let known = held[peer], let start = next[peer] else { return .none }
    guard reply.success else {
      next[peer] = max(known, min(start - 1, reply.matchIndex))
      return .none
    }
    held[peer] = max(known, reply.matchIndex)
    next[peer] = max(start, reply.matchIndex)
    let before = commitIndex
    commit()
    return commitIndex > before ? .commit(upTo: commitIndex) : .none
  }

  private mutating func commit() {
    let all = (held.values + [log.count]).sorted(by: >)
    commitIndex = max(commitIndex, all[all.count / 2])
  }
}

/// Cuts its log behind whatever was sent, so that a late request takes back what was counted.
struct CuttingFollower: FollowerReplication {
  private(set) var term: Term
  private(set) var log: [LogEntry]
  private(set) var commitIndex: Int

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    (self.term, self.log, self.commitIndex) = (term, log, commitIndex)
  }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    guard request.term >= term else {
      return AppendReply(term: term, success: false, matchIndex: 0)
    }
    term = request.term
    let start = request.prevIndex
    guard start == 0 || start <= log.count && log[start - 1].term == request.prevTerm else {
      return AppendReply(term: term, success: false, matchIndex: min(log.count, start - 1))
    }
    log = log.prefix(start) + request.entries
    commitIndex = max(min(commitIndex, log.count), min(request.leaderCommit, log.count))
    return AppendReply(term: term, success: true, matchIndex: log.count)
  }
}

/// Never looks further back than where it began.
struct StubbornLeader: LeaderReplication {
  private var leader: CountingLeader
  private let begun: Int

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    leader = CountingLeader(term: term, log: log, peers: peers, commitIndex: commitIndex)
    begun = log.count
  }

  var log: [LogEntry] { leader.log }
  var commitIndex: Int { leader.commitIndex }

  mutating func propose(_ command: String) -> Int { leader.propose(command) }

  func request(for peer: NodeID) -> AppendRequest? {
    guard var request = leader.request(for: peer), request.prevIndex < begun else {
      return leader.request(for: peer)
    }
    request.prevIndex = begun
    request.prevTerm = log[begun - 1].term
    request.entries = Array(log[begun...])
    return request
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    leader.handle(reply, from: peer)
  }
}
