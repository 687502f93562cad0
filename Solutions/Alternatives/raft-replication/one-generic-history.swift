// Both halves are thin wrappers around one log, generic in what an entry is.
import ExerciseKit

/// A history whose parts can be compared by a stamp.
private struct History<Item: Hashable & Sendable>: Sendable {
  private(set) var items: [Item]
  let stamp: @Sendable (Item) -> Term

  func stamp(at index: Int) -> Term? {
    if index == 0 { return 0 }
    return items.indices.contains(index - 1) ? stamp(items[index - 1]) : nil
  }

  mutating func add(_ item: Item) { items.append(item) }

  mutating func place(_ new: some Sequence<Item>, after index: Int) {
    for (index, item) in zip((index + 1)..., new) where stamp(at: index) != stamp(item) {
      items.removeLast(items.count - index + 1)
      items.append(item)
    }
  }
}

extension History<LogEntry> {
  fileprivate init(_ log: [LogEntry]) { self.init(items: log) { $0.term } }
}

struct Replicator: FollowerReplication {
  private(set) var term: Term
  private var history: History<LogEntry>
  private(set) var commitIndex: Int

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    (self.term, history, self.commitIndex) = (term, History(log), commitIndex)
  }

  var log: [LogEntry] { history.items }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    if request.term > term { term = request.term }
    let isCurrent = request.term == term
    guard isCurrent, history.stamp(at: request.prevIndex) == request.prevTerm else {
      let possible = max(0, min(history.items.count, request.prevIndex - 1))
      return AppendReply(term: term, success: false, matchIndex: possible)
    }
    history.place(request.entries, after: request.prevIndex)
    let end = request.prevIndex + request.entries.count
    if min(end, request.leaderCommit) > commitIndex {
      commitIndex = min(end, request.leaderCommit)
    }
    return AppendReply(term: term, success: true, matchIndex: end)
  }
}

struct LeaderLog: LeaderReplication {
  private enum Peer {
    /// Nothing has been confirmed; the next request begins behind this index.
    case probing(Int)
    /// Confirmed up to this index, and the next request begins behind it.
    case following(Int)

    var index: Int {
      switch self {
      case .probing(let index), .following(let index): index
      }
    }
    var confirmed: Int { if case .following(let index) = self { index } else { 0 } }
  }

  private let term: Term
  private var history: History<LogEntry>
  private(set) var commitIndex: Int
  private var peers: [NodeID: Peer] = [:]

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    (self.term, history, self.commitIndex) = (term, History(log), commitIndex)
    for peer in peers { self.peers[peer] = .probing(log.count) }
  }

  var log: [LogEntry] { history.items }

  mutating func propose(_ command: String) -> Int {
    history.add(LogEntry(term, command))
    if peers.isEmpty { commitIndex = log.count }
    return log.count
  }

  func request(for peer: NodeID) -> AppendRequest? {
    guard let index = peers[peer]?.index, let prevTerm = history.stamp(at: index) else {
      return nil
    }
    return AppendRequest(
      term: term, prevIndex: index, prevTerm: prevTerm, entries: Array(log.dropFirst(index)),
      leaderCommit: commitIndex)
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    if reply.term > term { return .stepDown(reply.term) }
    guard reply.term == term, let state = peers[peer] else { return .none }
    switch (state, reply.success) {
    case (.probing(let index), false):
      peers[peer] = .probing(max(0, min(index - 1, reply.matchIndex)))
    case (.following, false): break
    case (_, true): peers[peer] = .following(max(state.confirmed, reply.matchIndex))
    }
    guard reply.success else { return .none }
    let confirmed = peers.values.map(\.confirmed).sorted()
    // With the leader itself, these and those above them are a majority.
    let index = confirmed[confirmed.count / 2]
    guard index > commitIndex, history.stamp(at: index) == term else { return .none }
    commitIndex = index
    return .commit(upTo: index)
  }
}
