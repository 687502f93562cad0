import ExerciseKit
import Solutions

extension Erratum {
  /// Errata on products: what they are and what they cost.
  static let productErrata: [Erratum] = [
    Erratum(
      "E-37", .wrong, place: "second document, lines 239, 350 and 627",
      said: "S3 is eventually consistent and answers within about 10 ms.",
      truth: """
        Since December 2020 a GET or LIST from S3 sees every finished PUT; before that it was \
        eventual for overwrites. For small objects its guide names roughly 100 to 200 ms. The \
        price of 0.023 dollars per GB and month is right for the first tier of S3 Standard.
        """,
      settlement: .recorded(
        FactCard(
          claim: "S3 converges eventually, at about 10 ms.",
          correction: "S3 has been strongly consistent since December 2020; small objects take "
            + "roughly 100 to 200 ms.",
          source:
            "AWS, Amazon S3 strong consistency (announcement, 2020) and S3 performance guidelines",
          checked: "2026-11")
      ) {
        Evidence(
          .init(
            "documented latency over the printed 10 ms", "\(100 / 10) to \(200 / 10) times",
            holds: 100 / 10 == 10 && 200 / 10 == 20))
      }),
    Erratum(
      "E-51", .wrong, place: "second document, lines 242 and 513",
      said: """
        etcd costs 0.25 dollars per GB and takes 50 ms, and so does every read through Raft.
        """,
      truth: """
        With three members in one zone and little load etcd answers in less than 1 ms; 50 ms is a \
        round trip across the US. And it is for small data: the default quota is 2 GiB, the \
        suggested maximum 8 GiB, so that a price per GB says nothing.
        """,
      settlement: .recorded(
        FactCard(
          claim: "etcd: 0.25 dollars per GB, 50 ms per read.",
          correction: "Below 1 ms in one zone under light load; 2 GiB by default, 8 GiB at most "
            + "suggested.",
          source: "etcd documentation, Performance and System limits", checked: "2026-11"),
        arithmetic: quotaPrices)),
    Erratum(
      "E-65", .misleading, place: "first document, line 545; second document, lines 293 and 628",
      said: """
        Redis is named as the example of CRDTs, without more.
        """,
      truth: """
        Mergeable data types are in the Active-Active databases of Redis Enterprise. Open-source \
        Redis replicates asynchronously from one primary and merges nothing.
        """,
      settlement: .recorded(
        FactCard(
          claim: "Redis has CRDTs.",
          correction:
            "Only Redis Enterprise's Active-Active databases have; open-source Redis does "
            + "not merge.",
          source: "Redis documentation, Active-Active databases", checked: "2026-11"),
        arithmetic: replicationWithoutMerge)),
    Erratum(
      "E-73", .misleading, place: "second document, line 61",
      said: "Among incidents of lost consensus: the DAO fork split Ethereum's community for good.",
      truth: """
        It did, at block 1,920,000 on 20 July 2016, into ETH and ETC. But no consensus protocol \
        failed. After a fault in a contract most users adopted a rule that moved about 12 million \
        ETH, the rest did not. That is governance: two ledgers, each right by its own rules.
        """,
      settlement: .recorded(
        FactCard(
          claim: "The DAO fork is an incident of consensus.",
          correction:
            "It was a deliberate, irregular state change at block 1,920,000, adopted by one "
            + "side only.",
          source: "Ethereum Foundation, Hard fork completed, 2016", checked: "2026-11"),
        arithmetic: twoLedgers)),
  ]

  private static func quotaPrices() -> Evidence {
    let bytesPerGiB = 1_073_741_824.0
    let prices = [2.0, 8.0].map { $0 * bytesPerGiB / 1e9 * 0.25 }
    let texts = prices.map { "\(($0 * 100).rounded() / 100)" }
    return Evidence(
      .init(
        "all that etcd should hold, at the printed price, in dollars",
        texts.joined(separator: " by default, ") + " at most",
        holds: texts == ["0.54", "2.15"]),
      .init("printed latency over that in one zone", "more than \(50 / 1) times", holds: 50 > 1))
  }

  private static func replicationWithoutMerge() -> Evidence {
    // One primary; the replica's copy replaces, so what the replica took while cut off goes.
    var primary: Set<String> = ["milk"]
    var replica = primary
    primary.insert("eggs")
    replica.insert("bread")
    replica = primary
    var left = ORSet<String>(replica: NodeID(1))
    left.add("milk")
    var right = ORSet<String>(replica: NodeID(2))
    right.merge(left)
    left.add("eggs")
    right.add("bread")
    right.merge(left)
    return Evidence(
      .init(
        "a replica that copies its primary after both took an item",
        replica.sorted().joined(separator: ", "), holds: !replica.contains("bread")),
      .init(
        "an OR-Set that merges", right.elements.sorted().joined(separator: ", "),
        holds: right.elements == ["milk", "eggs", "bread"]))
  }

  private static func twoLedgers() -> Evidence {
    var monitor = LedgerMonitor(total: 12_000_000)
    monitor.reported(["contract": 12_000_000], at: "ETC", index: 1_920_000)
    monitor.reported(["refund": 12_000_000], at: "ETH", index: 1_920_000)
    let imbalances = ["ETC", "ETH"].compactMap(monitor.imbalance)
    return Evidence(
      .init(
        "ETH missing or made in either ledger", imbalances.map(String.init).joined(separator: ", "),
        holds: imbalances == [0, 0]),
      .init(
        "ledgers that differ at one height",
        monitor.forks.first?.joined(separator: " and ") ?? "none",
        holds: monitor.forks == [["ETC", "ETH"]]))
  }
}
