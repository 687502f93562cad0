import Clusters
import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("The replicated log")
struct RaftReplicationTests {
  private let n1 = NodeID(1)
  private let n2 = NodeID(2)
  private let n3 = NodeID(3)
  private let log = [LogEntry(1, "a"), LogEntry(1, "b"), LogEntry(2, "c")]

  private func request(
    term: Term = 3, prev: (Int, Term), _ entries: [LogEntry], commit: Int = 0
  ) -> AppendRequest {
    AppendRequest(
      term: term, prevIndex: prev.0, prevTerm: prev.1, entries: entries, leaderCommit: commit)
  }

  // MARK: The follower

  @Test func `a previous entry of another term is refused`() {
    var follower = Replicator(term: 2, log: log, commitIndex: 0)
    let reply = follower.append(request(prev: (3, 3), [LogEntry(3, "z")]))
    #expect(!reply.success && reply.matchIndex == 2 && reply.term == 3)
    #expect(follower.log == log)
  }

  @Test func `a previous entry beyond the end is refused, with the end as a hint`() {
    var follower = Replicator(term: 2, log: log, commitIndex: 0)
    #expect(follower.append(request(prev: (9, 2), [])).matchIndex == 3)
  }

  @Test func `a late copy of an old request takes nothing away`() {
    var follower = Replicator(term: 1, log: [], commitIndex: 0)
    let early = request(prev: (0, 0), [log[0]])
    _ = follower.append(early)
    _ = follower.append(request(prev: (1, 1), [log[1], log[2]]))
    let reply = follower.append(early)
    #expect(reply.success && reply.matchIndex == 1)
    #expect(follower.log == log)
  }

  @Test func `a suffix that contradicts the leader is cut off`() {
    var follower = Replicator(term: 2, log: log, commitIndex: 0)
    #expect(follower.append(request(prev: (1, 1), [LogEntry(3, "x")])).success)
    #expect(follower.log == [log[0], LogEntry(3, "x")])
  }

  @Test func `a request of an old term changes nothing`() {
    var follower = Replicator(term: 3, log: log, commitIndex: 1)
    let before = follower
    let reply = follower.append(request(term: 2, prev: (0, 0), [], commit: 3))
    #expect(!reply.success && reply.term == 3)
    #expect(follower == before)
  }

  @Test func `nothing is committed beyond what was compared`() {
    var follower = Replicator(term: 3, log: log, commitIndex: 0)
    _ = follower.append(request(prev: (1, 1), [], commit: 3))
    #expect(follower.commitIndex == 1)
    _ = follower.append(request(prev: (3, 2), [], commit: 2))
    #expect(follower.commitIndex == 2)
    _ = follower.append(request(prev: (3, 2), [], commit: 1))
    #expect(follower.commitIndex == 2)
  }

  @Test func `entries keep the term in which they were appended`() {
    var follower = Replicator(term: 0, log: [], commitIndex: 0)
    var leader = LeaderLog(term: 5, log: log, peers: [n2, n3], commitIndex: 0)
    copy(from: &leader, to: &follower, as: n2)
    #expect(follower.log == log)
  }

  // MARK: The leader

  @Test func `a follower with a long wrong suffix is repaired`() {
    let wrong = (4...40).map { LogEntry(3, "w\($0)") }
    var follower = Replicator(term: 2, log: [log[0]] + wrong, commitIndex: 0)
    var leader = LeaderLog(
      term: 4, log: log + [LogEntry(4, "d")], peers: [n2, n3], commitIndex: 0)
    copy(from: &leader, to: &follower, as: n2)
    #expect(follower.log == leader.log)
  }

  @Test func `an old entry is not committed by counting, a new one commits it too`() {
    var leader = LeaderLog(term: 4, log: log, peers: [n2, n3], commitIndex: 0)
    let held = AppendReply(term: 4, success: true, matchIndex: 3)
    #expect(leader.handle(held, from: n2) == .none)
    #expect(leader.commitIndex == 0)
    #expect(leader.propose("d") == 4)
    let both = AppendReply(term: 4, success: true, matchIndex: 4)
    #expect(leader.handle(both, from: n2) == .commit(upTo: 4))
  }

  @Test(arguments: 1...7)
  func `the commit index is the largest that a majority holds`(size: Int) {
    let peers = (2...max(size, 2)).map { NodeID(UInt32($0)) }.prefix(size - 1)
    var leader = LeaderLog(term: 1, log: [], peers: Array(peers), commitIndex: 0)
    for number in 1...9 { _ = leader.propose("c\(number)") }
    var random = RandomSource(seed: UInt64(size))
    var held = [9]
    for peer in peers {
      let index = random.index(below: 10)
      held.append(index)
      _ = leader.handle(AppendReply(term: 1, success: true, matchIndex: index), from: peer)
    }
    let expected = (0...9).last { index in held.count { $0 >= index } > size / 2 }
    #expect(leader.commitIndex == expected)
  }

  @Test func `answers of another term, of strangers and from the past do not count`() {
    var leader = LeaderLog(term: 2, log: [], peers: [n2, n3], commitIndex: 0)
    _ = leader.propose("a")
    let reply = AppendReply(term: 2, success: true, matchIndex: 1)
    #expect(leader.handle(AppendReply(term: 1, success: true, matchIndex: 1), from: n2) == .none)
    #expect(leader.handle(reply, from: NodeID(9)) == .none)
    #expect(
      leader.handle(AppendReply(term: 3, success: false, matchIndex: 0), from: n2) == .stepDown(3))
    #expect(leader.commitIndex == 0)
    #expect(leader.handle(reply, from: n2) == .commit(upTo: 1))
    _ = leader.handle(AppendReply(term: 2, success: true, matchIndex: 0), from: n2)
    #expect(leader.matchIndex(of: n2) == 1)
    for _ in 0..<5 {
      _ = leader.handle(AppendReply(term: 2, success: false, matchIndex: -7), from: n3)
    }
    #expect(leader.request(for: n3)?.prevIndex == 0)
  }

  @Test func `no number that a message brings stops a node`() {
    for index in [Int.min, -1, 0, 1, Int.max] {
      var follower = Replicator(term: 2, log: log, commitIndex: 0)
      let reply = follower.append(
        request(term: .max, prev: (index, .max), [LogEntry(.max, "z")], commit: .max))
      #expect(!reply.success && (0...log.count).contains(reply.matchIndex))
      var leader = LeaderLog(term: 2, log: log, peers: [n2, n3], commitIndex: 0)
      for success in [true, false] {
        _ = leader.handle(AppendReply(term: 2, success: success, matchIndex: index), from: n2)
        #expect(leader.request(for: n2) != nil)
      }
    }
    var node = RaftNode(id: n1, peers: [n2, n3], timeouts: 150...300)
    _ = node.step(
      .received(.appendReply(.init(term: .max, success: false, matchIndex: 0)), from: n2),
      random: 0)
    #expect(node.term == .max)
    let outputs = node.step(.electionTimeout, random: 7)
    #expect(outputs == [.resetElectionTimer(157)], "there is no term to stand in")
    #expect(node.role == .follower)
  }

  @Test func `a new leader tells everybody at once that it leads`() {
    for appendsNoOp in [false, true] {
      var node = RaftNode(
        id: n1, peers: [n2, n3], timeouts: 150...300, appendsNoOp: appendsNoOp)
      _ = node.step(.electionTimeout, random: 0)
      let outputs = node.step(
        .received(.election(.vote(term: 1, granted: true)), from: n2), random: 0)
      let told = outputs.compactMap { output -> NodeID? in
        if case .send(.append(let request), let peer) = output, request.term == 1 {
          peer
        } else {
          nil
        }
      }
      #expect(node.role == .leader && told == [n2, n3])
    }
  }

  @Test func `that entries are committed is told when it is news, and then once`() {
    var node = RaftNode(id: n1, peers: [n2, n3], timeouts: 150...300)
    let commits = (0..<3).map { round in
      node.step(
        .received(.append(request(prev: (0, 0), log, commit: max(1, round))), from: n2), random: 0
      ).compactMap { if case .commit(let index) = $0 { index } else { nil } }
    }
    #expect(commits == [[1], [], [2]])
  }

  // MARK: What is on the disk before what

  /// Whether every promise among a step's outputs rests on what the outputs before it persisted.
  private func keepsOrder(_ outputs: [RaftNode.Output], _ disk: inout RaftNode.Output?) -> Bool {
    var keepsOrder = true
    for output in outputs {
      guard case .persist(let term, let vote, let log)? = disk else {
        disk = output
        continue
      }
      switch output {
      case .persist: disk = output
      case .send(.appendReply(let reply), _):
        keepsOrder =
          keepsOrder && term >= reply.term
          && (!reply.success || log.count >= reply.matchIndex)
      case .send(.append(let request), _):
        keepsOrder =
          keepsOrder && log.count >= request.prevIndex + request.entries.count
          && term >= request.term
      case .send(.election(.vote(let voted, let granted)), let candidate):
        keepsOrder = keepsOrder && term >= voted && (!granted || vote == candidate)
      case .send(.election(.requestVote(let stood, _)), _):
        keepsOrder = keepsOrder && term >= stood
      case .send, .commit, .resetElectionTimer: break
      }
    }
    return keepsOrder
  }

  @Test func `an entry is acknowledged when it is on the disk, not before`() throws {
    var node = RaftNode(id: n1, peers: [n2, n3], timeouts: 150...300)
    let outputs = node.step(
      .received(.append(request(prev: (0, 0), log)), from: n2), random: 0)
    let persisted = outputs.lastIndex {
      if case .persist(3, _, let stored) = $0 { stored == log } else { false }
    }
    let acknowledged = outputs.firstIndex {
      if case .send(.appendReply(let reply), n2) = $0 { reply.matchIndex == 3 } else { false }
    }
    #expect(try #require(persisted) < #require(acknowledged))
    // Started again from exactly that, it holds what it said it holds.
    guard case .persist(let term, let vote, let stored) = outputs[try #require(persisted)] else {
      return
    }
    let again = RaftNode(
      id: n1, peers: [n2, n3], term: term, votedFor: vote, log: stored, timeouts: 150...300)
    #expect(again.log == log && again.term == 3)
  }

  @Test func `in random runs nothing is said that is not on the disk`() {
    for seed in UInt64(1)...40 {
      var random = RandomSource(seed: seed)
      let ids = [n1, n2, n3]
      var nodes = ids.map { id in
        RaftNode(
          id: id, peers: ids.filter { $0 != id }, timeouts: 150...300, appendsNoOp: seed % 2 == 0)
      }
      var disks: [RaftNode.Output?] = ids.map { _ in
        .persist(term: 0, votedFor: nil, log: [])
      }
      var network: [(to: Int, RaftNode.Input)] = []
      for step in 0..<500 {
        var turn = random.index(below: 3)
        var input = RaftNode.Input.heartbeatTimeout
        switch random.index(below: 20) {
        case 0: input = .electionTimeout
        case 1, 2: input = .propose("c\(step)")
        case 3: break
        default:
          guard !network.isEmpty else { continue }
          (turn, input) = network.remove(at: random.index(below: network.count))
        }
        let outputs = nodes[turn].step(input, random: random.next())
        #expect(keepsOrder(outputs, &disks[turn]), "seed \(seed), step \(step)")
        for case .send(let message, let receiver) in outputs {
          guard let to = ids.firstIndex(of: receiver) else { continue }
          network.append((to, .received(message, from: ids[turn])))
        }
      }
      #expect(nodes.contains { $0.commitIndex > 0 }, "seed \(seed)")
    }
  }

  // MARK: Clusters

  @Test func `figure 8: an entry on a majority is overwritten, and was never committed`() {
    var run = FigureEight(commitsOwnTerm: false)
    run.play()
    #expect(run.cluster.violation == nil)
    #expect(run.holdersOfB == 3)
    #expect(run.commitIndexWhenCounted == 0)
    #expect(run.cluster[NodeID(2)]?.log[1].command == "c")
    #expect(run.countingBreaks?.property == .leaderCompleteness)
  }

  @Test func `figure 8: with an entry of its own term the leader commits both`() {
    var run = FigureEight(commitsOwnTerm: true)
    run.play()
    #expect(run.cluster.violation == nil)
    #expect(run.commitIndexAtTheEnd == 3)
    #expect(run.cluster[NodeID(5)]?.role != .leader)
  }

  @Test func `same index, different terms: entries may differ`() {
    var run = FigureEight(commitsOwnTerm: false)
    run.play()
    let atTwo = run.logsWhenBothStood
    #expect(atTwo.0[1] == LogEntry(2, "b") && atTwo.1[1] == LogEntry(3, "c"))
  }

  @Test(arguments: [3, 4, 5])
  func `the five properties hold in random runs, and entries are committed`(size: Int) {
    var committed = 0
    for seed in 1...60 {
      var cluster = RaftCluster(size: size, appendsNoOp: seed % 2 == 0, seed: UInt64(seed))
      cluster.wander(steps: 600)
      if let violation = cluster.violation {
        Issue.record("seed \(seed): \(violation.broken.sentence)")
      }
      committed += cluster.views.map(\.commitIndex).max() ?? 0
    }
    #expect(committed > 60)
  }

  // MARK: The monitors themselves can fail

  @Test func `each monitor sees its property break`() {
    let a = LogEntry(1, "a")
    let b = LogEntry(1, "b")
    func view(_ node: NodeID, _ term: Term, _ leads: Bool, _ log: [LogEntry], _ commit: Int = 0)
      -> RaftInvariants.View
    {
      .init(node: node, term: term, isLeader: leads, log: log, commitIndex: commit)
    }
    func broken(_ states: [[RaftInvariants.View]]) -> RaftInvariants.Property? {
      var monitor = RaftInvariants()
      return states.compactMap { monitor.observe($0) }.first?.property
    }
    #expect(broken([[view(n1, 1, true, [])], [view(n2, 1, true, [])]]) == .electionSafety)
    #expect(broken([[view(n1, 1, true, [a])], [view(n1, 1, true, [])]]) == .leaderAppendOnly)
    #expect(broken([[view(n1, 1, false, [a]), view(n2, 1, false, [b])]]) == .logMatching)
    #expect(
      broken([[view(n1, 1, true, [a], 1)], [view(n2, 2, true, [])]]) == .leaderCompleteness)
    #expect(
      broken([[view(n1, 1, false, [a], 1)], [view(n2, 1, false, [b], 1)]]) == .stateMachineSafety)
    #expect(broken([[view(n1, 1, true, [a], 1)], [view(n2, 2, true, [a], 1)]]) == nil)
    var monitor = RaftInvariants()
    let found = monitor.observe([view(n1, 1, false, [a, b, a]), view(n2, 1, false, [a, a, a])])
    #expect(
      found?.sentence == "n1 and n2 agree on the term at index 3 and differ at index 2")
  }

  /// Sends until the leader knows that the follower holds all of its log.
  private func copy(from leader: inout LeaderLog, to follower: inout Replicator, as peer: NodeID) {
    for _ in 0..<50 where leader.matchIndex(of: peer) != leader.log.count {
      guard let request = leader.request(for: peer) else { return }
      _ = leader.handle(follower.append(request), from: peer)
    }
  }
}
