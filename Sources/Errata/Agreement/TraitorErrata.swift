import ExerciseKit
import Solutions

/// Errata of nodes that lie.
enum TraitorErrata {
  static let all = [fourGenerals, pbftForEverything]

  // MARK: E-47

  private static let fourGenerals = Erratum(
    "E-47", .misleading, place: "second document, lines 112 to 122",
    said: """
      Three honest generals and a traitor are drawn above the line: no consensus without 3f + 1 nodes.
      """,
    truth: """
      The line is right for messages that nobody can sign, or for a network without time bounds. The \
      drawing beside it shows the opposite case: four nodes and one traitor *are* 3f + 1 for f = 1, and \
      can agree. Three generals with one traitor cannot. With signatures that cannot be forged and known \
      delays, any number of traitors can be stood.
      """,
    settlement: .proven(
      method: "every lie of one traitor is tried in OM(1) among three, four and five generals."
    ) {
      let expected = [(3, 16, 2), (4, 40, 0), (5, 96, 0)]
      var observations = expected.map { generals, total, bad in
        let cases = TraitorSearch(generals: generals).cases()
        let failures = cases.count { !$0.isGood }
        return Evidence.Observation(
          "\(generals) generals, one of them a traitor",
          "\(failures) of \(cases.count) cases go wrong",
          holds: cases.count == total && failures == bad)
      }
      let witness = TraitorSearch(generals: 3).cases().first { !$0.isGood }
      observations.append(
        .init(
          "the first case among three: the commander orders attack",
          "lieutenant 1 tells lieutenant 2 'retreat', and lieutenant 2, with one word each way, "
            + "retreats",
          holds: witness?.traitor == 1 && witness?.order == .attack
            && witness?.lies == [2: .retreat] && witness?.decisions == [2: .retreat]))
      return Evidence(observations)
    })

  // MARK: E-84

  private static let pbftForEverything = Erratum(
    "E-84", .misleading, place: "second document, lines 516 to 518",
    said: "A corrupted node poisons the cluster, so critical systems use PBFT.",
    truth: """
      Inside one organisation most corruption is caught by checksums, by checking data end to end and by \
      authenticating peers. PBFT masks up to f nodes that do *anything*, for six times the messages of \
      the smallest Raft cluster, and only while their faults are independent: the same bug on every node \
      is more than f faults.
      """,
    settlement: .proven(
      method: "the messages of a request are counted, and one bug is put on every replica."
    ) {
      let counted = [4, 7, 10].map { size -> Int in
        var cluster = ByzantineCluster(size: size)
        cluster.propose("a")
        while cluster.deliver(choosing: { _ in 0 }) {}
        return cluster.sent
      }
      var bugged = ByzantineCluster(size: 4)
      // Every replica runs the same code on the same request, so all make the same mistake.
      bugged.propose("pay in 1")
      while bugged.deliver(choosing: { _ in 0 }) {}
      let balances = bugged.replicas.map { replica in
        replica.executed.reduce(Int32.max) { balance, _ in balance &+ 1 }
      }
      return Evidence(
        .init(
          "PBFT, messages a request for n = 4, 7, 10",
          counted.map(String.init).joined(separator: ", "), holds: counted == [24, 84, 180]),
        .init(
          "Raft, an append and its replies for n = 3", "\(2 * (3 - 1))",
          holds: counted[0] == 6 * 2 * (3 - 1)),
        .init(
          "four correct PBFT replicas pay 1 into a 32-bit balance of 2147483647",
          "all agree on \(balances[0])", holds: balances.allSatisfy { $0 == Int32.min }))
    })
}
