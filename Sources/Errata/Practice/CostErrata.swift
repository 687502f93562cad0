import Calculators
import Solutions

extension Erratum {
  /// Errata on what consistency costs: three tables that disagree, and what latency follows from.
  static let costErrata: [Erratum] = [
    Erratum(
      "E-29", .wrong, place: "second document, line 252",
      said: "Between a local cache and a blockchain lies a factor of 10,000 in price.",
      truth: "The table above that sentence says 0.001 and 50 dollars per GB: a factor of 50,000.",
      settlement: .computed(method: "the table's last price is divided by its first") {
        let prices = PrintedCosts.economics.rows.compactMap(\.dollarsPerGB)
        let ratio = (prices.last ?? 0) / (prices.first ?? 1)
        return Evidence(
          .init(
            "50 dollars over 0.001 dollars", whole(ratio), holds: abs(ratio - 50_000) < 1e-6))
      }),
    Erratum(
      "E-30", .wrong, place: "second document, lines 64 to 83, 229 to 254 and 331 to 357",
      said: "Three tables give prices and latencies for the same levels of consistency.",
      truth: """
        They contradict each other: Spanner costs 2.50 in one and 10 in another, a blockchain 50 and \
        10, S3 0.023 and 0.02, and causal order stands below consensus in one table and above it, at \
        four times its price, in the other. Except for S3's, none of the prices could be confirmed.
        """,
      settlement: .computed(
        method: "the tables are put side by side, level by level", contradictions)
    ),
    Erratum(
      "E-31", .wrong, place: "second document, line 355",
      said:
        "Each level up costs ten times as much, takes ten times as long and is ten times as complex.",
      truth: """
        The page's own steps are 20, 12.5, 4 and 10 in price and 10, 5, 4 and 5 in latency. Only the \
        total price over four steps is 10 to the fourth. Complexity has no unit to multiply.
        """,
      settlement: .computed(method: "each row of the printed tables is divided by the one before") {
        let prices = PrintedCosts.hierarchy.priceSteps
        let latencies = PrintedCosts.spectrum.latencySteps
        return Evidence(
          .init(
            "price steps of the hierarchy", steps(prices),
            holds: equal(prices, [20, 12.5, 4, 10])),
          .init(
            "latency steps of the spectrum", steps(latencies),
            holds: equal(latencies, [10, 5, 4, 5])),
          .init(
            "total price over four steps", whole(prices.reduce(1, *)),
            holds: abs(prices.reduce(1, *) - 10_000) < 1e-6))
      }),
    Erratum(
      "E-32", .wrong,
      place: "second document, lines 69 to 82, 242 to 246 and 513",
      said: """
        Consensus takes 200 ms (elsewhere 50), total order 1,000 ms (elsewhere 200).
        """,
      truth: """
        Latency belongs to where the replicas stand, not to the name of the model. A local read \
        takes no round trip, a majority commit one to the voter that completes the majority, plus \
        the write to disk. Causal operations need no round trip at all, no more than eventual \
        ones.
        """,
      settlement: .computed(
        method: "the latency of one majority commit is computed for three geographies", topologies)),
  ]

  private static func contradictions() -> Evidence {
    let economics = PrintedCosts.economics
    let hierarchy = PrintedCosts.hierarchy
    func price(_ table: PrintedCosts.Table, _ level: String) -> Double {
      table.row(ofLevel: level)?.dollarsPerGB ?? .nan
    }
    func rank(_ table: PrintedCosts.Table, _ level: String) -> Int {
      table.rows.firstIndex { $0.level == level } ?? -1
    }
    let spanner = price(hierarchy, "total order") / price(economics, "total order")
    let chain = price(economics, "blockchain") / price(hierarchy, "total order")
    let gap = price(economics, "blockchain") / price(economics, "total order")
    let objects = (price(hierarchy, "eventual"), price(economics, "eventual"))
    let causal = price(hierarchy, "causal") / price(hierarchy, "consensus")
    let isInverted =
      rank(PrintedCosts.spectrum, "causal") < rank(PrintedCosts.spectrum, "consensus")
      && rank(hierarchy, "causal") > rank(hierarchy, "consensus")
    return Evidence(
      .init("Spanner, hierarchy over economics", whole(spanner), holds: spanner == 4),
      .init("blockchain, economics over hierarchy", whole(chain), holds: chain == 5),
      .init(
        "blockchain over Spanner in one table, one level in the other", whole(gap),
        holds: gap == 20),
      .init("S3 in the two tables", "\(objects.0) and \(objects.1)", holds: objects.0 != objects.1),
      .init("causal order over consensus in price", whole(causal), holds: causal == 4),
      .init(
        "causal order and consensus change places between spectrum and hierarchy",
        isInverted ? "they do" : "they do not", holds: isInverted))
  }

  private static func topologies() -> Evidence {
    let zone = Geography(rtt: [["a", "b"]: 1, ["a", "c"]: 1, ["b", "c"]: 1])
    let world = Geography(rtt: [["E", "W"]: 70, ["E", "EU"]: 80, ["E", "AP"]: 170])
    let settings = [
      (
        "one zone, round trips of 1 ms", zone.commitLatency(leader: "a", voters: ["a", "b", "c"]), 1
      ),
      ("E, W and EU, leader in E", world.commitLatency(leader: "E", voters: ["E", "W", "EU"]), 70),
      (
        "E, EU and AP, leader in E", world.commitLatency(leader: "E", voters: ["E", "EU", "AP"]), 80
      ),
    ]
    return Evidence(
      settings.map { name, found, expected in
        Evidence.Observation(
          name, found.map { "\($0) ms" } ?? "unknown", holds: found == expected)
      })
  }

  private static func equal(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  private static func steps(_ values: [Double]) -> String {
    values.map { abs($0 - $0.rounded()) < 1e-9 ? whole($0) : "\($0)" }.joined(separator: ", ")
  }

  private static func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }
}
