import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Single-decree Paxos")
struct PaxosTests {
  /// Proposers and acceptors on a network that loses, repeats and reorders. Nodes stop between any
  /// two effects and start again from what they had persisted.
  struct Run {
    enum Letter { case prepare(Ballot), accept(Ballot, String), reply(AcceptorReply) }

    let ids: [NodeID]
    let preferences: [NodeID: String]
    let quorums: (prepare: Int, accept: Int)?
    /// How many of a hundred effects a node stops before.
    var crashes = 4
    /// Whether a node finds its disk when it starts again.
    var keepsDisks = true
    var acceptors: [NodeID: Acceptor]
    var proposers: [NodeID: Proposer]
    var accepted: [NodeID: AcceptorRecord] = [:]
    var begun: [NodeID: ProposerRecord] = [:]
    var restarts = 0
    var letters: [(from: NodeID, to: NodeID, letter: Letter)] = []
    var decided: [String] = []
    var random: RandomSource

    init(acceptors count: Int, preferences: [String], quorums: (Int, Int)? = nil, seed: UInt64) {
      ids = (1...count).map { NodeID(UInt32($0)) }
      self.preferences = Dictionary(
        uniqueKeysWithValues: preferences.enumerated().map { (NodeID(UInt32(101 + $0)), $1) })
      self.quorums = quorums.map { (prepare: $0.0, accept: $0.1) }
      acceptors = Dictionary(uniqueKeysWithValues: ids.map { ($0, Acceptor()) })
      proposers = [:]
      random = RandomSource(seed: seed)
      for id in self.preferences.keys.sorted() { proposers[id] = proposer(id) }
    }

    func proposer(_ id: NodeID) -> Proposer {
      Proposer(
        id: id, preference: preferences[id, default: ""], acceptors: ids, quorums: quorums,
        stored: begun[id] ?? ProposerRecord())
    }

    mutating func act(_ actions: [ProposerEffect], by proposer: NodeID) {
      for action in actions {
        guard !stops() else {
          if !keepsDisks { begun[proposer] = nil }
          proposers[proposer] = self.proposer(proposer)
          return
        }
        switch action {
        case .persist(let stored): begun[proposer] = stored
        case .prepare(let ballot):
          for id in ids { letters.append((proposer, id, .prepare(ballot))) }
        case .accept(let ballot, let value):
          for id in ids { letters.append((proposer, id, .accept(ballot, value))) }
        case .decided(let value): decided.append(value)
        case .retry: break
        }
      }
    }

    mutating func act(_ outputs: [AcceptorEffect], by acceptor: NodeID, for proposer: NodeID) {
      for output in outputs {
        guard !stops() else {
          if !keepsDisks { accepted[acceptor] = nil }
          acceptors[acceptor] = Acceptor(stored: accepted[acceptor] ?? AcceptorRecord())
          return
        }
        switch output {
        case .persist(let stored): accepted[acceptor] = stored
        case .reply(let reply): letters.append((acceptor, proposer, .reply(reply)))
        }
      }
    }

    private mutating func stops() -> Bool {
      let stops = random.chance(crashes, in: 100)
      restarts += stops ? 1 : 0
      return stops
    }

    mutating func wander(steps: Int) {
      let ids = proposers.keys.sorted()
      for _ in 0..<steps {
        if random.chance(1, in: 12) {
          let id = ids[random.index(below: ids.count)]
          act(proposers[id]?.start() ?? [], by: id)
        }
        guard !letters.isEmpty else { continue }
        let position = random.index(below: letters.count)
        let (from, to, letter) = letters[position]
        if !random.chance(1, in: 5) { letters.remove(at: position) }
        guard !random.chance(1, in: 10) else { continue }
        switch letter {
        case .prepare(let ballot):
          act(acceptors[to]?.prepare(ballot) ?? [], by: to, for: from)
        case .accept(let ballot, let value):
          act(acceptors[to]?.accept(ballot, value) ?? [], by: to, for: from)
        case .reply(let reply):
          act(proposers[to]?.handle(reply, from: from) ?? [], by: to)
        }
      }
    }
  }

  @Test(arguments: [1, 3, 4, 5])
  func `no two values are ever decided, and what is was proposed`(size: Int) {
    var decisions = 0
    var restarts = 0
    for seed in 1...100 {
      var run = Run(acceptors: size, preferences: ["x", "y", "z"], seed: UInt64(seed))
      run.wander(steps: 400)
      #expect(Set(run.decided).count <= 1, "seed \(seed)")
      #expect(Set(run.decided).isSubset(of: ["x", "y", "z"]))
      decisions += run.decided.isEmpty ? 0 : 1
      restarts += run.restarts
    }
    #expect(decisions > 50)
    // A single acceptor decides soon, and then there is little left to stop.
    #expect(restarts > 150)
  }

  @Test func `nodes that start again without their disks decide two values`() {
    let split = (1...100).count { seed in
      var run = Run(acceptors: 3, preferences: ["x", "y", "z"], seed: UInt64(seed))
      run.keepsDisks = false
      run.wander(steps: 400)
      return Set(run.decided).count > 1
    }
    #expect(split > 0)
  }

  @Test func `a proposer that starts again never uses a ballot twice`() {
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var first = Proposer(id: NodeID(101), preference: "x", acceptors: ids)
    let begun = first.start()
    guard begun.count == 2, case .persist(let stored) = begun[0],
      case .prepare(let ballot) = begun[1]
    else {
      Issue.record("what is begun must be stored before anybody hears of it")
      return
    }
    var again = Proposer(id: NodeID(101), preference: "y", acceptors: ids, stored: stored)
    // An answer to the attempt that was cut short counts for nothing.
    #expect(again.handle(.promise(ballot, accepted: nil), from: ids[0]).isEmpty)
    guard case .prepare(let next) = again.start().last else { return }
    #expect(next > ballot)
  }

  @Test func `an acceptor that starts again keeps its promise and what it accepted`() {
    let ballots = (1...3).map { Ballot(round: $0, proposer: NodeID(101)) }
    var acceptor = Acceptor()
    var disk = AcceptorRecord()
    for output in acceptor.accept(ballots[1], "x") + acceptor.prepare(ballots[2]) {
      if case .persist(let stored) = output { disk = stored }
    }
    var again = Acceptor(stored: disk)
    #expect(again.prepare(ballots[1]) == [.reply(.refused(ballots[1], promised: ballots[2]))])
    #expect(
      again.prepare(ballots[2]).last
        == .reply(.promise(ballots[2], accepted: AcceptedValue(ballot: ballots[1], value: "x"))))
    let described = AcceptorRecord(promised: disk.promised, accepted: disk.accepted)
    #expect(described == disk, "a disk may be read field by field")
  }

  @Test func `to accept is to promise`() {
    let ballots = (1...2).map { Ballot(round: $0, proposer: NodeID(101)) }
    var acceptor = Acceptor()
    // It was not asked for a promise: that message got lost.
    _ = acceptor.accept(ballots[1], "x")
    #expect(acceptor.prepare(ballots[0]) == [.reply(.refused(ballots[0], promised: ballots[1]))])
    #expect(
      acceptor.accept(ballots[0], "y") == [.reply(.refused(ballots[0], promised: ballots[1]))])
    #expect(acceptor.accepted?.value == "x")
  }

  @Test func `of several values that were accepted the one of the highest ballot is taken over`() {
    let ids = (1...5).map { NodeID(UInt32($0)) }
    for order in [[1, 3, 2], [3, 2, 1], [2, 1, 3]] {
      var proposer = Proposer(
        id: NodeID(101), preference: "mine", acceptors: ids, stored: ProposerRecord(round: 8))
      guard case .prepare(let ballot) = proposer.start().last else { return }
      var action: ProposerEffect?
      for (position, round) in order.enumerated() {
        let accepted = AcceptedValue(
          ballot: Ballot(round: round, proposer: NodeID(102)), value: "v\(round)")
        action = proposer.handle(.promise(ballot, accepted: accepted), from: ids[position]).last
      }
      #expect(action == .accept(ballot, "v3"))
    }
  }

  @Test func `an attempt that was refused is over, whatever others still promise`() {
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var proposer = Proposer(id: NodeID(101), preference: "x", acceptors: ids)
    guard case .prepare(let ballot) = proposer.start().last else { return }
    // Somebody else of a larger name is in the same round.
    let rival = Ballot(round: ballot.round, proposer: NodeID(102))
    #expect(proposer.handle(.refused(ballot, promised: rival), from: ids[0]) == [.retry])
    #expect(proposer.handle(.promise(ballot, accepted: nil), from: ids[1]).isEmpty)
    #expect(proposer.handle(.promise(ballot, accepted: nil), from: ids[2]).isEmpty)
    guard case .prepare(let next) = proposer.start().last else { return }
    #expect(next > rival)
  }

  @Test func `beyond the largest round there is nothing to begin`() {
    var proposer = Proposer(id: NodeID(101), preference: "x", acceptors: [NodeID(1)])
    guard case .prepare(let ballot) = proposer.start().last else { return }
    let highest = Ballot(round: .max, proposer: NodeID(102))
    #expect(proposer.handle(.refused(ballot, promised: highest), from: NodeID(1)) == [.retry])
    #expect(proposer.start().isEmpty)
  }

  @Test(arguments: [(3, 2), (4, 1), (2, 3)])
  func `quorums of different sizes are enough when they meet`(prepare: Int, accept: Int) {
    for seed in 1...100 {
      var run = Run(
        acceptors: 4, preferences: ["x", "y"], quorums: (prepare, accept), seed: UInt64(seed))
      run.wander(steps: 300)
      #expect(Set(run.decided).count <= 1, "seed \(seed)")
    }
  }

  @Test func `quorums that need not meet decide two values`() {
    let ids = (1...4).map { NodeID(UInt32($0)) }
    let decided = [("x", 0...1), ("y", 2...3)].enumerated().map { number, attempt in
      var acceptors = ids[attempt.1].map { _ in Acceptor() }
      var proposer = Proposer(
        id: NodeID(UInt32(101 + number)), preference: attempt.0, acceptors: ids, quorums: (2, 2))
      var action = proposer.start().last
      for _ in 1...2 {
        for (position, id) in ids[attempt.1].enumerated() {
          let outputs: [AcceptorEffect] =
            switch action {
            case .prepare(let ballot): acceptors[position].prepare(ballot)
            case .accept(let ballot, let value): acceptors[position].accept(ballot, value)
            case .persist, .decided, .retry, nil: []
            }
          if let reply = reply(outputs), let next = proposer.handle(reply, from: id).last {
            action = next
            break
          }
        }
      }
      return action
    }
    #expect(decided == [.decided("x"), .decided("y")])
  }

  @Test func `a value that may be chosen is taken over`() {
    var acceptor = Acceptor()
    let first = Ballot(round: 1, proposer: NodeID(101))
    _ = acceptor.prepare(first)
    _ = acceptor.accept(first, "x")
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var proposer = Proposer(id: NodeID(102), preference: "y", acceptors: ids)
    guard case .prepare(let ballot) = proposer.start().last else { return }
    var fresh = Acceptor()
    let replies = [reply(acceptor.prepare(ballot)), reply(fresh.prepare(ballot))].compactMap(\.self)
    #expect(replies.count == 2)
    let actions = zip(replies, ids).map { proposer.handle($0, from: $1).last }
    #expect(actions == [nil, .accept(ballot, "x")])
    #expect(acceptor.accept(first, "x") == [.reply(.refused(first, promised: ballot))])
  }

  private func reply(_ outputs: [AcceptorEffect]) -> AcceptorReply? {
    guard case .reply(let reply) = outputs.last else { return nil }
    return reply
  }

  @Test func `an outbid proposer goes above what it was refused for`() {
    var proposer = Proposer(id: NodeID(101), preference: "x", acceptors: [NodeID(1)])
    _ = proposer.start()
    let refusal = AcceptorReply.refused(
      Ballot(round: 1, proposer: NodeID(101)), promised: Ballot(round: 7, proposer: NodeID(102)))
    #expect(proposer.handle(refusal, from: NodeID(1)) == [.retry])
    #expect(proposer.start().last == .prepare(Ballot(round: 8, proposer: NodeID(101))))
  }
}
