// fails: any-order-of-requests, long-walks
// Notes the leader's term at each entry, instead of the term the entry was made in.
import ExerciseKit

struct Replicator: FollowerReplication {
  private(set) var term: Term
  private(set) var log: [LogEntry]
  private(set) var commitIndex: Int

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    self.term = term
    self.log = log
    self.commitIndex = commitIndex
  }

  private func holds(_ index: Int, of term: Term) -> Bool {
    index == 0 || (index <= log.count && log[index - 1].term == term)
  }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    guard request.term >= term else {
      return AppendReply(term: term, success: false, matchIndex: 0)
    }
    term = request.term
    guard holds(request.prevIndex, of: request.prevTerm) else {
      let possible = min(log.count, request.prevIndex - 1)
      return AppendReply(term: term, success: false, matchIndex: possible)
    }
    var index = request.prevIndex
    for entry in request.entries {
      index += 1
      if holds(index, of: entry.term) { continue }
      log.removeSubrange(min(index - 1, log.count)...)
      log.append(LogEntry(request.term, entry.command))
    }
    commitIndex = max(commitIndex, min(request.leaderCommit, index))
    return AppendReply(term: term, success: true, matchIndex: index)
  }
}

struct LeaderLog: LeaderReplication {
  private let term: Term
  private(set) var log: [LogEntry]
  private(set) var commitIndex: Int
  private var matched: [NodeID: Int]
  private var next: [NodeID: Int]

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    self.term = term
    self.log = log
    self.commitIndex = commitIndex
    matched = Dictionary(uniqueKeysWithValues: peers.map { ($0, 0) })
    next = Dictionary(uniqueKeysWithValues: peers.map { ($0, log.count + 1) })
  }

  mutating func propose(_ command: String) -> Int {
    log.append(LogEntry(term, command))
    _ = commits()
    return log.count
  }

  func request(for peer: NodeID) -> AppendRequest? {
    guard let start = next[peer] else { return nil }
    return AppendRequest(
      term: term, prevIndex: start - 1, prevTerm: start == 1 ? 0 : log[start - 2].term,
      entries: Array(log[(start - 1)...]), leaderCommit: commitIndex)
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    if reply.term > term { return .stepDown(reply.term) }
    guard reply.term == term, let held = matched[peer], let start = next[peer] else {
      return .none
    }
    guard reply.success else {
      next[peer] = max(held + 1, min(start - 1, reply.matchIndex + 1))
      return .none
    }
    let reported = min(reply.matchIndex, log.count)
    matched[peer] = max(held, reported)
    next[peer] = max(start, reported + 1)
    return commits() ? .commit(upTo: commitIndex) : .none
  }

  private mutating func commits() -> Bool {
    let held = (matched.values + [log.count]).sorted(by: >)
    let index = held[held.count / 2]
    guard index > commitIndex, log[index - 1].term == term else { return false }
    commitIndex = index
    return true
  }
}
