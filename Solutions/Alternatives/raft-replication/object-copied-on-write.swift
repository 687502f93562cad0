// Both halves keep their state in an object that is copied when somebody else has it.
import ExerciseKit

private final class Memory: @unchecked Sendable {
  var term: Term
  var log: [LogEntry]
  var commitIndex: Int
  var peers: [NodeID: (held: Int, next: Int)]

  init(
    term: Term, log: [LogEntry], commitIndex: Int, peers: [NodeID: (held: Int, next: Int)] = [:]
  ) {
    (self.term, self.log, self.commitIndex, self.peers) = (term, log, commitIndex, peers)
  }

  func copy() -> Memory {
    Memory(term: term, log: log, commitIndex: commitIndex, peers: peers)
  }
}

struct Replicator: FollowerReplication {
  private var memory: Memory

  init(term: Term, log: [LogEntry], commitIndex: Int) {
    memory = Memory(term: term, log: log, commitIndex: commitIndex)
  }

  var term: Term { memory.term }
  var log: [LogEntry] { memory.log }
  var commitIndex: Int { memory.commitIndex }

  mutating func append(_ request: AppendRequest) -> AppendReply {
    if !isKnownUniquelyReferenced(&memory) { memory = memory.copy() }
    guard request.term >= term else {
      return AppendReply(term: term, success: false, matchIndex: 0)
    }
    memory.term = request.term
    let previous = request.prevIndex
    guard previous <= log.count, previous == 0 || log[previous - 1].term == request.prevTerm else {
      return AppendReply(term: term, success: false, matchIndex: min(log.count, previous - 1))
    }
    let place = request.entries.indices.first { offset in
      previous + offset >= log.count || log[previous + offset].term != request.entries[offset].term
    }
    if let place {
      memory.log.replaceSubrange((previous + place)..., with: request.entries[place...])
    }
    let end = previous + request.entries.count
    memory.commitIndex = max(commitIndex, min(request.leaderCommit, end))
    return AppendReply(term: term, success: true, matchIndex: end)
  }
}

struct LeaderLog: LeaderReplication {
  private var memory: Memory

  init(term: Term, log: [LogEntry], peers: [NodeID], commitIndex: Int) {
    memory = Memory(term: term, log: log, commitIndex: commitIndex)
    for peer in peers { memory.peers[peer] = (held: 0, next: log.count + 1) }
  }

  var log: [LogEntry] { memory.log }
  var commitIndex: Int { memory.commitIndex }

  mutating func propose(_ command: String) -> Int {
    if !isKnownUniquelyReferenced(&memory) { memory = memory.copy() }
    memory.log.append(LogEntry(memory.term, command))
    _ = commit()
    return log.count
  }

  func request(for peer: NodeID) -> AppendRequest? {
    guard let next = memory.peers[peer]?.next else { return nil }
    return AppendRequest(
      term: memory.term, prevIndex: next - 1, prevTerm: next > 1 ? log[next - 2].term : 0,
      entries: Array(log.suffix(from: next - 1)), leaderCommit: commitIndex)
  }

  mutating func handle(_ reply: AppendReply, from peer: NodeID) -> LeaderEffect {
    if reply.term > memory.term { return .stepDown(reply.term) }
    guard reply.term == memory.term, var state = memory.peers[peer] else { return .none }
    if !isKnownUniquelyReferenced(&memory) { memory = memory.copy() }
    if reply.success {
      state.held = max(state.held, reply.matchIndex)
      state.next = max(state.next, state.held + 1)
    } else {
      state.next = max(state.held + 1, min(state.next - 1, reply.matchIndex + 1))
    }
    memory.peers[peer] = state
    return reply.success && commit() ? .commit(upTo: commitIndex) : .none
  }

  private func commit() -> Bool {
    let candidates = memory.peers.values.map(\.held) + [log.count]
    let held = { index in candidates.count { $0 >= index } }
    let best = candidates.filter { 2 * held($0) > candidates.count }.max() ?? 0
    guard best > commitIndex, log[best - 1].term == memory.term else { return false }
    memory.commitIndex = best
    return true
  }
}
