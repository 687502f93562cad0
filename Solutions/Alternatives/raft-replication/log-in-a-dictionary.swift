// Entries by index in a dictionary, from which they are taken one by one.
import ExerciseKit

struct Replicator: FollowerReplication {
  private(set) var term: Term
  private(set) var commitIndex: Int
  private var entries: [Int: LogEntry] = [:]
  private var last: Int { entries.count }

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    self.term = term
    self.commitIndex = commitIndex
    for (offset, entry) in log.enumerated() { entries[offset + 1] = entry }
  }

  var log: [LogEntry] { (0..<last).compactMap { entries[$0 + 1] } }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    func answer(_ success: Bool, _ index: Int) -> AppendReply {
      AppendReply(term: term, success: success, matchIndex: index)
    }
    if request.term < term { return answer(false, 0) }
    term = request.term
    if request.prevIndex > 0, entries[request.prevIndex]?.term != request.prevTerm {
      return answer(false, min(last, request.prevIndex - 1))
    }
    for (index, entry) in zip((request.prevIndex + 1)..., request.entries) {
      if let mine = entries[index], mine.term != entry.term {
        for wrong in index...last { entries[wrong] = nil }
      }
      entries[index] = entry
    }
    let end = request.prevIndex + request.entries.count
    while commitIndex < request.leaderCommit, commitIndex < end { commitIndex += 1 }
    return answer(true, end)
  }
}

struct LeaderLog: LeaderReplication {
  private let term: Term
  private var entries: [Int: LogEntry] = [:]
  private(set) var commitIndex: Int
  /// Who is known to hold the entry at an index.
  private var holders: [Int: Set<NodeID>] = [:]
  private var previous: [NodeID: Int] = [:]
  private var confirmed: [NodeID: Int] = [:]

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    self.term = term
    self.commitIndex = commitIndex
    for (offset, entry) in log.enumerated() { entries[offset + 1] = entry }
    for peer in peers { previous[peer] = log.count }
  }

  var log: [LogEntry] { behind(0) }

  private func behind(_ index: Int) -> [LogEntry] {
    (index..<entries.count).compactMap { entries[$0 + 1] }
  }

  mutating func propose(_ command: String) -> Int {
    let index = entries.count + 1
    entries[index] = LogEntry(term, command)
    if previous.isEmpty { commitIndex = index }
    return index
  }

  func request(for peer: NodeID) -> AppendRequest? {
    previous[peer].map { index in
      AppendRequest(
        term: term, prevIndex: index, prevTerm: entries[index]?.term ?? 0,
        entries: behind(index), leaderCommit: commitIndex)
    }
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    guard reply.term <= term else { return .stepDown(reply.term) }
    guard reply.term == term, let before = previous[peer] else { return .none }
    let known = confirmed[peer] ?? 0
    if !reply.success {
      previous[peer] = max(known, min(before - 1, reply.matchIndex))
      return .none
    }
    if reply.matchIndex > known {
      for index in (known + 1)...reply.matchIndex { holders[index, default: []].insert(peer) }
      confirmed[peer] = reply.matchIndex
    }
    previous[peer] = max(before, reply.matchIndex)
    let cluster = previous.count + 1
    let safe = (commitIndex..<entries.count).map { $0 + 1 }.last { index in
      entries[index]?.term == term && (holders[index, default: []].count + 1) * 2 > cluster
    }
    guard let index = safe else { return .none }
    commitIndex = index
    return .commit(upTo: index)
  }
}
