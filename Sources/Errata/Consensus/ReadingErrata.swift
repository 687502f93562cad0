import Clusters
import ExerciseKit
import Solutions

extension Erratum {
  /// Errata of reads, of quorums, and of order.
  static let readingErrata: [Erratum] = [
    Erratum(
      "E-12", .unsafe, place: "second document, lines 512 to 514",
      said: "Reads through consensus are slow; read from the leader's own state instead.",
      truth: "A leader that has been deposed does not know it, and its own state is stale. A "
        + "linearizable read asks a majority, after the read has arrived, whether it still leads, "
        + "and waits until the state machine has come as far as was then committed; or it trusts a "
        + "lease, and so a bound on clocks. Anything else must be called a stale read.",
      settlement: .proven(
        method:
          "Of three nodes the leader is cut off, the others elect a successor and commit x = 2; "
          + "then the old leader is asked for x, without and with a round of heartbeats."
      ) {
        let memory = StaleRead(asksFirst: false)
        let asked = StaleRead()
        let calm = StaleRead(isPartitioned: false)
        var fresh = ReadIndexLeader(
          term: 2, peers: [NodeID(2), NodeID(3)], commitIndex: 3, firstIndexOfTerm: 4)
        let early = fresh.requestRead(1)
        return Evidence(
          .init(
            "answered from memory", "x = \(memory.answerFromMemory ?? 0)",
            holds: memory.answerFromMemory == 1),
          .init(
            "the clients' history, judged", "not linearizable",
            holds: !isLinearizable(memory.history, initial: 0)),
          .init(
            "asked first", "\(asked.confirmations) of 3 confirm: no answer",
            holds: asked.answerByReadIndex == nil && asked.confirmations == 1
              && asked.learnsOfItsEnd),
          .init(
            "asked first, nobody cut off", "x = \(calm.answerByReadIndex ?? 0)",
            holds: calm.answerByReadIndex == 2),
          .init(
            "a new leader before an entry of its own term is committed", "must wait",
            holds: early == nil))
      }),
    Erratum(
      "E-34", .wrong, place: "second document, lines 78 to 82, 286 to 290 and 340 to 346",
      said: "Consensus and total order are two levels with different prices.",
      truth:
        "Each can be built from the other, so neither is the stronger one; Raft's log *is* a total "
        + "order. Spanner adds the order of real time across many logs. Bitcoin gives only a prefix "
        + "that becomes final with growing probability.",
      settlement: .proven(
        method: "Three nodes that hear five messages in different orders deliver them by one Paxos "
          + "instance per slot; then what is delivered first decides. 20 seeds."
      ) {
        let runs = (1...20).map { deliveredByPaxos(seed: UInt64($0)) }
        let agreeing = runs.count { orders in
          orders.allSatisfy { $0 == orders[0] && Set($0).count == 5 && $0.count == 5 }
        }
        let decisions = runs.map { orders in
          orders.map { order in
            var consensus = OrderedConsensus()
            order.forEach { consensus.deliver($0) }
            return consensus.decision
          }
        }
        let decided = decisions.count { Set($0).count == 1 && $0[0] != nil }
        let orders = Set(runs.map { $0[0] }).count
        return Evidence(
          .init(
            "total order from consensus per slot",
            "the same order on all nodes in \(agreeing) of 20 runs (\(orders) different orders)",
            holds: agreeing == 20 && orders > 1),
          .init(
            "consensus from total order", "one decision in \(decided) of 20 runs",
            holds: decided == 20))
      }),
    Erratum(
      "E-70", .misleading, place: "second document, lines 20, 37, 79 and 710",
      said: "Truth is a majority vote; reality is what the majority agrees on.",
      truth:
        "In Raft no value is put to the vote. Nodes elect a leader, and commit what a majority "
        + "stores. Nor must it be a majority: those who elect and those who store have to meet, "
        + "that is all. And consensus demands that what is decided was proposed by somebody. What "
        + "most nodes believe may still be false.",
      settlement: .computed(
        method:
          "Every quorum of 8 of ten nodes is compared with every quorum of 3, and every one of 7 "
          + "with every one of 3."
      ) {
        let meeting = disjoint(8, 3)
        let missing = disjoint(7, 3)
        return Evidence(
          .init(
            "pairs of 8 and 3 of ten nodes that share no node",
            "\(meeting.found) of \(meeting.pairs)",
            holds: meeting.found == 0 && meeting.pairs == 5400),
          .init(
            "pairs of 7 and 3", "\(missing.found) of \(missing.pairs)",
            holds: missing.found == 120 && missing.pairs == 14400),
          .init(
            "the rule", "8 + 3 > 10, 7 + 3 = 10",
            holds: Cluster.quorumsIntersect(10, 8, 3) && !Cluster.quorumsIntersect(10, 7, 3)))
      }),
  ]

  /// What three nodes deliver when each slot's next message is decided by Paxos.
  private static func deliveredByPaxos(seed: UInt64) -> [[String]] {
    let messages = (1...5).map {
      BroadcastMessage(sender: NodeID(1), number: $0, text: "m\($0)")
    }
    var members = (0..<3).map { member in
      var node = TotalOrderBroadcast()
      // Another order at each node.
      for step in 0..<5 { node.hear(messages[(step * (member + 2) + Int(seed)) % 5]) }
      return node
    }
    for slot in 1...5 {
      var acceptors = (0..<3).map { _ in Acceptor() }
      let first = (slot * Int(seed) + slot) % 3
      for turn in 0..<3 {
        let member = (first + turn) % 3
        guard let proposal = members[member].proposal, proposal.slot == slot else { continue }
        let text = decide(proposal.message.text, by: member, round: turn + 1, among: &acceptors)
        if let decided = messages.first(where: { $0.text == text }) {
          _ = members[member].decided(slot: slot, decided)
        }
      }
    }
    return members.map { $0.delivered.map(\.text) }
  }

  private static func decide(
    _ preference: String, by member: Int, round: Int, among acceptors: inout [Acceptor]
  ) -> String? {
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var proposer = Proposer(
      id: NodeID(UInt32(10 * round + member)), preference: preference, acceptors: ids)
    var action = proposer.start().last
    // At most: outbid once per earlier proposer, then both phases.
    for _ in 0..<12 {
      var next: ProposerEffect?
      for (position, id) in ids.enumerated() where next == nil {
        switch action {
        case .prepare(let ballot):
          next = hear(acceptors[position].prepare(ballot), from: id, at: &proposer)
        case .accept(let ballot, let value):
          next = hear(acceptors[position].accept(ballot, value), from: id, at: &proposer)
        case .decided(let value): return value
        case .retry: next = proposer.start().last
        case .persist, nil: break
        }
      }
      action = next ?? action
    }
    return nil
  }

  /// Nobody stops here, so nothing is kept on a disk.
  private static func hear(
    _ outputs: [AcceptorEffect], from acceptor: NodeID, at proposer: inout Proposer
  ) -> ProposerEffect? {
    guard case .reply(let reply) = outputs.last else { return nil }
    return proposer.handle(reply, from: acceptor).first
  }

  /// Pairs of quorums of these sizes among ten nodes, and how many of them share no node.
  private static func disjoint(_ one: Int, _ other: Int) -> (found: Int, pairs: Int) {
    let ones = (0..<1024).filter { $0.nonzeroBitCount == one }
    let others = (0..<1024).filter { $0.nonzeroBitCount == other }
    var found = 0
    for left in ones {
      for right in others where left & right == 0 { found += 1 }
    }
    return (found, ones.count * others.count)
  }
}
