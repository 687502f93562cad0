import Clusters
import ExerciseKit
import Solutions
import Testing

private let seeds = UInt64(1)...100

/// References that must remember, run where messages are lost, repeated and overtaken, networks are
/// cut, and nodes stop between any two effects and start again from what they persisted. With disks
/// that are emptied the same runs break every one of them: they would notice.
@Suite("Runs with every fault")
struct FaultyRunTests {
  @Test func `a run is its seed, and the faults are there`() {
    func run(_ seed: UInt64) -> FaultyRun<PaxosNode> {
      var run = PaxosNode.run(seed: seed, faults: .init())
      run.wander(steps: 600) { _, _, choice in choice < 100 ? .begin : nil }
      return run
    }
    let (one, again, other) = (run(7), run(7), run(8))
    #expect(one.seen.map(\.sight) == again.seen.map(\.sight))
    #expect(one.stopCount == again.stopCount && one.messageCount == again.messageCount)
    #expect(one.stopCount > 5)
    #expect(one.stopCount != other.stopCount || one.messageCount != other.messageCount)
  }

  // MARK: Paxos

  private func decisions(seed: UInt64, emptiesDisks: Bool = false) -> Set<String> {
    var faults = FaultyRun<PaxosNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = PaxosNode.run(seed: seed, faults: faults)
    run.wander(steps: 800) { _, _, choice in choice < 80 ? .begin : nil }
    // In the end somebody is left alone and gets through.
    run.faults = .none
    run.settle()
    for _ in 1...4 {
      run.give(.begin, to: PaxosNode.proposers[0])
      run.settle()
    }
    return Set(run.seen.map(\.sight))
  }

  @Test func `Paxos decides one value, and does so once the faults end`() {
    for seed in seeds {
      let decided = decisions(seed: seed)
      #expect(decided.count == 1, "seed \(seed): \(decided.sorted())")
      #expect(decided.isSubset(of: PaxosNode.preferences))
    }
    #expect(seeds.contains { decisions(seed: $0, emptiesDisks: true).count > 1 })
  }

  // MARK: Two-phase commit

  private func outcomes(
    seed: UInt64, emptiesDisks: Bool = false
  ) -> (seen: Set<Bool>, states: Set<Participant.State>, canCommit: Bool) {
    var faults = FaultyRun<CommitNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let refuser = seed % 3 == 0 ? CommitNode.participants[Int(seed / 3) % 3] : nil
    var run = FaultyRun<CommitNode>(
      [CommitNode.coordinator] + CommitNode.participants, faults: faults, seed: seed
    ) { id, stored in
      CommitNode.started(id, stored, canCommit: id != refuser)
    }
    run.wander(steps: 250) { _, _, choice in
      choice < 20 ? .giveUp : choice < 300 ? .goOn : nil
    }
    run.faults = .none
    for _ in 1...3 {
      run.give(.goOn, to: CommitNode.coordinator)
      run.settle()
    }
    return (Set(run.seen.map(\.sight)), Set(run.nodes.compactMap(\.state)), refuser == nil)
  }

  @Test func `no two participants decide differently, and a refusal is an abort`() {
    var committed = 0
    for seed in seeds {
      let (seen, states, canCommit) = outcomes(seed: seed)
      #expect(seen.count == 1, "seed \(seed): \(seen)")
      #expect(states == [seen.contains(true) ? .committed : .aborted], "seed \(seed): \(states)")
      #expect(canCommit || seen == [false], "seed \(seed)")
      committed += seen.contains(true) ? 1 : 0
    }
    #expect(committed > 20)
    #expect(seeds.contains { outcomes(seed: $0, emptiesDisks: true).seen.count > 1 })
  }

  // MARK: Causal broadcast

  /// Whether every node has delivered all that was broadcast, each once and in causal order.
  private func delivers(seed: UInt64, emptiesDisks: Bool = false) -> Bool {
    var faults = FaultyRun<BroadcastNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...4).map { NodeID(UInt32($0)) }
    var run = FaultyRun<BroadcastNode>(ids, faults: faults, seed: seed) { id, stored in
      BroadcastNode(id: id, others: ids.filter { $0 != id }, stored: stored)
    }
    var count = 0
    run.wander(steps: 400) { _, _, choice in
      guard choice < 150, count < 15 else { return .again(choice) }
      count += 1
      return .broadcast(count)
    }
    run.faults = .none
    for number in 0..<count {
      for id in ids { run.give(.again(number), to: id) }
    }
    run.settle()
    let sent = Set(run.nodes.flatMap { $0.stored.sent.map(\.payload) })
    return run.nodes.allSatisfy { node in
      let log = node.stored.log
      let isCausal = log.indices.allSatisfy { later in
        log[..<later].allSatisfy {
          !VectorClock(log[later].clock).happensBefore(VectorClock($0.clock))
        }
      }
      return isCausal && Set(log.map(\.payload)) == sent && log.count == sent.count
    }
  }

  @Test func `broadcasts are delivered in causal order, once, everywhere`() {
    for seed in seeds { #expect(delivers(seed: seed), "seed \(seed)") }
    #expect(seeds.contains { !delivers(seed: $0, emptiesDisks: true) })
  }

  // MARK: Sets

  /// Whether a kind of set holds what its history says, at every node in every step, and all agree in
  /// the end.
  private func holds<Items: ObservedRemoveSet<Int>>(
    _ make: @escaping @Sendable (NodeID) -> Items, seed: UInt64, emptiesDisks: Bool = false
  ) -> Bool {
    var faults = FaultyRun<SetNode<Items>>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var run = FaultyRun<SetNode<Items>>(ids, faults: faults, seed: seed) { id, stored in
      SetNode(others: ids.filter { $0 != id }, stored: stored ?? .init(set: make(id)))
    }
    var count = 0
    run.wander(steps: 300) { _, _, choice in
      count += 1
      switch choice {
      case ..<300: return .add(choice % 3, number: count)
      case ..<500: return .remove(choice % 3)
      default: return .tell
      }
    }
    run.faults = .none
    for _ in 1...2 {
      for id in ids { run.give(.tell, to: id) }
      run.settle()
    }
    return run.seen.isEmpty && Set(run.nodes.map(\.stored.set.elements)).count == 1
  }

  @Test func `a set holds what was added and not removed by somebody who saw it`() {
    for seed in seeds {
      #expect(holds(ORSet<Int>.init, seed: seed), "seed \(seed)")
      #expect(holds(CompactORSet<Int>.init, seed: seed), "seed \(seed)")
    }
    #expect(seeds.contains { !holds(ORSet<Int>.init, seed: $0, emptiesDisks: true) })
    #expect(seeds.contains { !holds(CompactORSet<Int>.init, seed: $0, emptiesDisks: true) })
  }

  // MARK: Stores with siblings

  private func keepsWrites(seed: UInt64, emptiesDisks: Bool = false) -> Bool {
    var faults = FaultyRun<SiblingNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var run = FaultyRun<SiblingNode>(ids, faults: faults, seed: seed) { id, stored in
      SiblingNode(
        others: ids.filter { $0 != id }, stored: stored ?? .init(store: SiblingStore(node: id)))
    }
    var count = 0
    run.wander(steps: 300) { _, _, choice in
      count += 1
      switch choice {
      case ..<150: return .put(count, isBlind: true)
      case ..<350: return .put(count, isBlind: false)
      case ..<500: return .read
      default: return .tell
      }
    }
    run.faults = .none
    for _ in 1...2 {
      for id in ids { run.give(.tell, to: id) }
      run.settle()
    }
    return run.seen.isEmpty
      && Set(run.nodes.map { Set($0.stored.store.get("k").values) }).count == 1
  }

  @Test func `a value stays exactly until a write that has read it is known`() {
    for seed in seeds { #expect(keepsWrites(seed: seed), "seed \(seed)") }
    #expect(seeds.contains { !keepsWrites(seed: $0, emptiesDisks: true) })
  }

  // MARK: A register on a majority

  private func history(seed: UInt64, emptiesDisks: Bool = false) -> [Operation] {
    var faults = FaultyRun<RegisterNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = FaultyRun<RegisterNode>(
      RegisterNode.replicas + RegisterNode.clients, faults: faults, seed: seed,
      start: RegisterNode.started)
    var count = 0
    run.wander(steps: 700) { _, _, choice in
      guard count < 24 else { return .again }
      switch choice {
      case ..<60:
        count += 1
        return .write(count)
      case ..<150:
        count += 1
        return .read
      default: return .again
      }
    }
    var history: [Operation] = []
    var open: [RegisterNode.Name: Int] = [:]
    for seen in run.seen {
      switch seen.sight {
      case .asked(let name, let kind):
        open[name] = history.count
        history.append(Operation(kind, invoked: seen.step, returned: nil))
      case .answered(let name, let value):
        guard let index = open.removeValue(forKey: name) else { continue }
        history[index].returned = seen.step
        if case .read = history[index].kind { history[index].kind = .read(value) }
      }
    }
    // A read without an answer says nothing.
    return history.filter { operation in
      if case .read = operation.kind { operation.returned != nil } else { true }
    }
  }

  @Test func `histories of a register on a majority are linearizable`() {
    var finished = 0
    for seed in seeds {
      let history = history(seed: seed)
      #expect(isLinearizable(history, initial: 0), "seed \(seed)")
      finished += history.count { $0.returned != nil }
    }
    #expect(finished > 3 * seeds.count)
    #expect(seeds.contains { !isLinearizable(history(seed: $0, emptiesDisks: true), initial: 0) })
  }

  // MARK: A register in which the last write wins

  /// Whether nodes that have met the same writes always hold the same value.
  private func converges(seed: UInt64, emptiesDisks: Bool = false) -> Bool {
    var faults = FaultyRun<StampedNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var run = FaultyRun<StampedNode>(ids, faults: faults, seed: seed) { id, stored in
      StampedNode(id: id, others: ids.filter { $0 != id }, stored: stored)
    }
    var count = 0
    run.wander(steps: 200) { _, _, choice in
      count += 1
      return choice < 300 ? .write(count) : .tell
    }
    run.faults = .none
    for _ in 1...2 {
      for id in ids { run.give(.tell, to: id) }
      run.settle()
    }
    return Set(run.nodes.map(\.stored.met)).count == 1
      && Set(run.nodes.map(\.stored.register.value)).count == 1
  }

  @Test func `nodes that have met the same writes hold the same value`() {
    for seed in seeds { #expect(converges(seed: seed), "seed \(seed)") }
    #expect(seeds.contains { !converges(seed: $0, emptiesDisks: true) })
  }

  // MARK: Raft

  /// The first property of Raft that breaks, and how many entries were committed.
  private func raft(
    seed: UInt64, emptiesDisks: Bool = false
  ) -> (broken: RaftInvariants.Violation?, committed: Int) {
    var faults = FaultyRun<RaftMember>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var run = FaultyRun<RaftMember>(ids, faults: faults, seed: seed) { id, stored in
      RaftMember(id: id, peers: ids.filter { $0 != id }, stored: stored)
    }
    var invariants = RaftInvariants()
    for step in 0..<500 {
      run.wander(steps: 1) { _, _, choice in
        switch choice {
        case ..<100: .electionTimeout
        case ..<400: .propose("c\(step)")
        default: .heartbeatTimeout
        }
      }
      let views = run.nodes.map { RaftInvariants.View($0.node) }
      if let broken = invariants.observe(views) { return (broken, 0) }
    }
    // Whatever was shown as committed, at any time, is a beginning of what was shown as most.
    let shown = run.seen.map(\.sight)
    let longest = shown.max { $0.count < $1.count } ?? []
    #expect(emptiesDisks || shown.allSatisfy { longest.starts(with: $0) }, "seed \(seed)")
    return (nil, longest.count)
  }

  @Test func `the five properties of Raft hold with stops between any two effects`() {
    var committed = 0
    for seed in seeds {
      let (broken, count) = raft(seed: seed)
      #expect(broken == nil, "seed \(seed)")
      committed += count
    }
    #expect(committed > 5 * seeds.count)
    #expect(seeds.contains { raft(seed: $0, emptiesDisks: true).broken != nil })
  }

  // MARK: Raft with changing members

  private func changing(
    seed: UInt64, emptiesDisks: Bool = false
  ) -> (broken: String?, changes: Int, commands: Int) {
    var faults = FaultyRun<ClusterNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = ClusterNode.run(seed: seed, faults: faults)
    var leaders: [Term: NodeID] = [:]
    var applied: [Int: ClusterNode.Server.Entry] = [:]
    run.wander(steps: 500) { _, _, choice in ClusterNode.input(choice) }
    for seen in run.seen {
      switch seen.sight {
      case .leads(let term, let id):
        if leaders.updateValue(id, forKey: term) ?? id != id { return ("two lead \(term)", 0, 0) }
      case .applied(let entry, let index):
        if applied.updateValue(entry, forKey: index) ?? entry != entry {
          return ("two entries at \(index)", 0, 0)
        }
      }
    }
    let contents = applied.values.map(\.content)
    let changes = contents.count { if case .members = $0 { true } else { false } }
    let commands = contents.count { if case .command = $0 { true } else { false } }
    return (nil, changes, commands)
  }

  @Test func `members change, and there is one leader in a term and one entry at an index`() {
    var (changes, commands) = (0, 0)
    for seed in seeds.prefix(40) {
      let outcome = changing(seed: seed)
      #expect(outcome.broken == nil, "seed \(seed)")
      changes += outcome.changes
      commands += outcome.commands
    }
    #expect(changes > 20 && commands > 100)
    #expect(seeds.contains { changing(seed: $0, emptiesDisks: true).broken != nil })
  }
}
