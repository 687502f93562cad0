// Terms and commands in two arrays; an entry is put together when somebody asks.
import ExerciseKit

struct Replicator: FollowerReplication {
  private(set) var term: Term
  private(set) var commitIndex: Int
  /// The term at index 0, before the first entry, is 0.
  private var terms: [Term]
  private var commands: [String]

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    self.term = term
    self.commitIndex = commitIndex
    terms = [0] + log.map(\.term)
    commands = log.map(\.command)
  }

  var log: [LogEntry] { zip(terms.dropFirst(), commands).map { LogEntry($0, $1) } }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    if request.term < term { return AppendReply(term: term, success: false, matchIndex: 0) }
    term = max(term, request.term)
    let last = terms.count - 1
    if request.prevIndex > last {
      return AppendReply(term: term, success: false, matchIndex: last)
    }
    if terms[request.prevIndex] != request.prevTerm {
      return AppendReply(term: term, success: false, matchIndex: request.prevIndex - 1)
    }
    let sent = request.entries.map(\.term)
    let held = terms.dropFirst(request.prevIndex + 1)
    let equal = zip(sent, held).prefix { $0 == $1 }.count
    if equal < sent.count {
      let kept = request.prevIndex + equal
      terms = Array(terms.prefix(kept + 1)) + sent.dropFirst(equal)
      commands = commands.prefix(kept) + request.entries.dropFirst(equal).map(\.command)
    }
    let end = request.prevIndex + sent.count
    if commitIndex < end, commitIndex < request.leaderCommit {
      commitIndex = min(end, request.leaderCommit)
    }
    return AppendReply(term: term, success: true, matchIndex: end)
  }
}

struct LeaderLog: LeaderReplication {
  private let term: Term
  private var terms: [Term]
  private var commands: [String]
  private(set) var commitIndex: Int
  private var peers: [NodeID]
  private var held: [Int]
  private var previous: [Int]

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    self.term = term
    terms = log.map(\.term)
    commands = log.map(\.command)
    self.peers = peers
    self.commitIndex = commitIndex
    held = peers.map { _ in 0 }
    previous = peers.map { _ in log.count }
  }

  var log: [LogEntry] { zip(terms, commands).map { LogEntry($0, $1) } }

  mutating func propose(_ command: String) -> Int {
    terms.append(term)
    commands.append(command)
    if peers.isEmpty { commitIndex = terms.count }
    return terms.count
  }

  func request(for peer: NodeID) -> AppendRequest? {
    guard let place = peers.firstIndex(of: peer) else { return nil }
    let index = previous[place]
    return AppendRequest(
      term: term, prevIndex: index, prevTerm: index > 0 ? terms[index - 1] : 0,
      entries: Array(log.dropFirst(index)), leaderCommit: commitIndex)
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    if reply.term > term { return .stepDown(reply.term) }
    guard reply.term == term, let place = peers.firstIndex(of: peer) else { return .none }
    if !reply.success {
      previous[place] = max(held[place], min(previous[place] - 1, reply.matchIndex))
      return .none
    }
    held[place] = max(held[place], reply.matchIndex)
    previous[place] = max(previous[place], held[place])
    var index = terms.count
    while index > commitIndex, terms[index - 1] == term {
      // Twice as many as hold it, and the leader, are more than there are peers.
      if 2 * held.count(where: { $0 >= index }) >= peers.count {
        commitIndex = index
        return .commit(upTo: index)
      }
      index -= 1
    }
    return .none
  }
}
