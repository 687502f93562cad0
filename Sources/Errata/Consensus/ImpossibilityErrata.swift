import Clusters
import ExerciseKit
import Solutions

extension Erratum {
  /// Errata of theorems, and of an outage that is told as one.
  static let impossibilityErrata: [Erratum] = [
    Erratum(
      "E-39", .wrong, place: "second document, line 60",
      said: "At Cloudflare in 2020 lagging consensus took the whole network down for 27 minutes.",
      truth: """
        Two incidents are mixed. On 17 July 2020 a configuration error in the backbone at Atlanta \
        cost about half the traffic for 27 minutes; no consensus was involved. On 2 November 2020 a \
        switch failed partly and was well again after six minutes. Meanwhile an etcd cluster could \
        not elect a leader and took no writes, automation that relies on it promoted a replica of a \
        database, and with every promotion all replicas were rebuilt. That took the hours: 6 h and 33 \
        min until 21:20, for the API and the dashboard; the network's edge went on.
        """,
      settlement: .recorded(
        FactCard(
          claim: "A consensus lag caused a global outage of 27 minutes.",
          correction: "The 27 minutes were a routing error that was not global; the incident with "
            + "etcd concerned the control plane, and most of it was the rebuilding of replicas.",
          source:
            "Cloudflare, Cloudflare outage on July 17, 2020; Cloudflare, A Byzantine failure in "
            + "the real world, 2020",
          checked: "2026-11"),
        arithmetic: {
          let minutes = 6 * 60 + 33
          let plain = partialPartition(asksFirst: false)
          let asking = partialPartition(asksFirst: true)
          return Evidence(
            .init(
              "6 h 33 min against 27 min", "\(minutes) min, over 14 times as long",
              holds: minutes == 393 && minutes / 27 == 14),
            .init(
              "the switch's six minutes of all that", "\(100 * 6 / minutes) %",
              holds: 100 * 6 / minutes == 1),
            .init(
              "our reconstruction, three nodes, one link cut for 4 s: leaders elected after the cut",
              "\(plain)",
              holds: plain > 5),
            .init("the same with a pre-vote", "\(asking)", holds: asking == 0))
        })),
    Erratum(
      "E-45", .misleading, place: "second document, lines 256 to 278 and 379",
      said: """
        Consensus is impossible to guarantee; people are the last way round it.
        """,
      truth: """
        True as far as it goes, and easily taken for more. Fischer, Lynch and Paterson prove that no \
        *deterministic* protocol in a fully asynchronous network with one possible crash *ends* in every \
        schedule. Safety is untouched: however the network behaves, Raft has at most one leader per term. \
        With delays that are bounded, or a coin, protocols end with probability 1. A person gets round no \
        theorem: a slow machine and a dead one look alike to people too.
        """,
      settlement: .proven(
        method:
          "Three nodes hold elections up to term 1,000 under a scheduler that delays and loses "
          + "nothing; then under bounded delays, with timeouts equal and at random, 20 seeds each."
      ) {
        let adversary = election(
          timeouts: 150...150, seed: 1, untilTerm: 1000, delays: .untilTheReceiverStands)
        let alsoRandom = election(
          timeouts: 150...300, seed: 1, untilTerm: 300, delays: .untilTheReceiverStands)
        let ended = (1...20).map { election(timeouts: 150...300, seed: $0, untilTerm: 300) }
        let terms = ended.map(\.highestTerm).max() ?? 0
        return Evidence(
          .init(
            "a scheduler that delays vote requests, \(adversary.highestTerm) terms",
            "\(adversary.leaders.count) leaders; \(adversary.deliveredCount) messages delivered",
            holds: adversary.highestTerm == 1000 && adversary.leaders.isEmpty
              && adversary.hasOneLeaderPerTerm && adversary.deliveredCount > 8000),
          .init(
            "the same scheduler against timeouts at random",
            "\(alsoRandom.leaders.count) leaders in \(alsoRandom.highestTerm) terms: its delays know "
              + "no bound", holds: alsoRandom.leaders.isEmpty),
          .init(
            "delays of 5 to 15 ms, timeouts at random, 20 seeds",
            "a leader in each, by term \(terms) at the latest",
            holds: ended.allSatisfy { !$0.leaders.isEmpty && $0.hasOneLeaderPerTerm }))
      }),
    Erratum(
      "E-46", .wrong, place: "second document, lines 380 and 716",
      said: "CAP: choose two of three; and: the theorem says that partitions are inevitable.",
      truth:
        "The theorem says what cannot be had *during* a partition: linearizable answers and an "
        + "answer from every node that is up. It takes partitions for granted, so giving them up "
        + "is not a choice. Without one both can be had, and the choice is between latency and "
        + "consistency, operation by operation.",
      settlement: .proven(
        method:
          "The same read of x is made at the first leader of three nodes, without a partition, "
          + "and during one in both ways."
      ) {
        let calm = StaleRead(isPartitioned: false)
        let available = StaleRead(asksFirst: false)
        let consistent = StaleRead()
        return Evidence(
          .init(
            "no partition", "an answer, x = \(calm.answerByReadIndex ?? 0), and linearizable",
            holds: calm.answerByReadIndex == 2 && isLinearizable(calm.history, initial: 0)),
          .init(
            "during a partition, always answer",
            "x = \(available.answerFromMemory ?? 0), not linearizable",
            holds: available.answerFromMemory == 1
              && !isLinearizable(available.history, initial: 0)),
          .init(
            "during a partition, answer only what is certain", "no answer at this node",
            holds: consistent.answerByReadIndex == nil))
      }),
  ]

  /// How many elections succeed in the four seconds after one link of the leader's is cut.
  private static func partialPartition(asksFirst: Bool) -> Int {
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.asksFirst = asksFirst
    var before = TimedElection(setting)
    before.run(until: 2000)
    guard let leader = before.leader, let lonely = before.ids.first(where: { $0 != leader }) else {
      return -1
    }
    setting.cuts = [.init(leader, lonely, from: 2000)]
    var run = TimedElection(setting)
    run.run(until: 6000)
    return run.leaders.count { $0.time > 2000 }
  }
}
