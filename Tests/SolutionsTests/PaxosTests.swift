import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Single-decree Paxos")
struct PaxosTests {
  /// Proposers and acceptors on a network that loses, repeats and reorders.
  struct Run {
    enum Letter { case prepare(Ballot), accept(Ballot, String), reply(Acceptor.Reply) }

    var acceptors: [NodeID: Acceptor]
    var proposers: [NodeID: Proposer]
    var letters: [(from: NodeID, to: NodeID, letter: Letter)] = []
    var decided: [String] = []
    var random: RandomSource

    init(acceptors count: Int, preferences: [String], quorums: (Int, Int)? = nil, seed: UInt64) {
      let ids = (1...count).map { NodeID(UInt32($0)) }
      acceptors = Dictionary(uniqueKeysWithValues: ids.map { ($0, Acceptor()) })
      proposers = Dictionary(
        uniqueKeysWithValues: preferences.enumerated().map { number, preference in
          let id = NodeID(UInt32(101 + number))
          return (
            id,
            Proposer(
              id: id, preference: preference, acceptors: ids,
              quorums: quorums.map { (prepare: $0.0, accept: $0.1) })
          )
        })
      random = RandomSource(seed: seed)
    }

    mutating func act(_ action: Proposer.Action?, by proposer: NodeID) {
      switch action {
      case .prepare(let ballot):
        for id in acceptors.keys.sorted() { letters.append((proposer, id, .prepare(ballot))) }
      case .accept(let ballot, let value):
        for id in acceptors.keys.sorted() { letters.append((proposer, id, .accept(ballot, value))) }
      case .decided(let value): decided.append(value)
      case .retry, nil: break
      }
    }

    mutating func wander(steps: Int) {
      let ids = proposers.keys.sorted()
      for _ in 0..<steps {
        if random.chance(1, in: 12) {
          let id = ids[random.index(below: ids.count)]
          act(proposers[id]?.start(), by: id)
        }
        guard !letters.isEmpty else { continue }
        let position = random.index(below: letters.count)
        let (from, to, letter) = letters[position]
        if !random.chance(1, in: 5) { letters.remove(at: position) }
        guard !random.chance(1, in: 10) else { continue }
        switch letter {
        case .prepare(let ballot):
          if let reply = acceptors[to]?.prepare(ballot) {
            letters.append((to, from, .reply(reply)))
          }
        case .accept(let ballot, let value):
          if let reply = acceptors[to]?.accept(ballot, value) {
            letters.append((to, from, .reply(reply)))
          }
        case .reply(let reply):
          act(proposers[to]?.handle(reply, from: from), by: to)
        }
      }
    }
  }

  @Test(arguments: [1, 3, 4, 5])
  func `no two values are ever decided, and what is was proposed`(size: Int) {
    var decisions = 0
    for seed in 1...100 {
      var run = Run(acceptors: size, preferences: ["x", "y", "z"], seed: UInt64(seed))
      run.wander(steps: 400)
      #expect(Set(run.decided).count <= 1, "seed \(seed)")
      #expect(Set(run.decided).isSubset(of: ["x", "y", "z"]))
      decisions += run.decided.isEmpty ? 0 : 1
    }
    #expect(decisions > 50)
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
      var action = proposer.start()
      for _ in 1...2 {
        for (position, id) in ids[attempt.1].enumerated() {
          let reply: Acceptor.Reply? =
            switch action {
            case .prepare(let ballot): acceptors[position].prepare(ballot)
            case .accept(let ballot, let value): acceptors[position].accept(ballot, value)
            case .decided, .retry: nil
            }
          if let reply, let next = proposer.handle(reply, from: id) {
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
    guard case .prepare(let ballot) = proposer.start() else { return }
    #expect(proposer.handle(acceptor.prepare(ballot), from: ids[0]) == nil)
    var fresh = Acceptor()
    #expect(proposer.handle(fresh.prepare(ballot), from: ids[1]) == .accept(ballot, "x"))
    #expect(acceptor.accept(first, "x") == .refused(first, promised: ballot))
  }

  @Test func `an outbid proposer goes above what it was refused for`() {
    var proposer = Proposer(id: NodeID(101), preference: "x", acceptors: [NodeID(1)])
    _ = proposer.start()
    let refusal = Acceptor.Reply.refused(
      Ballot(round: 1, proposer: NodeID(101)), promised: Ballot(round: 7, proposer: NodeID(102)))
    #expect(proposer.handle(refusal, from: NodeID(1)) == .retry)
    #expect(proposer.start() == .prepare(Ballot(round: 8, proposer: NodeID(101))))
  }
}
