import Parameters
import Solutions

extension Calculator {
  /// K01: majority and tolerance.
  static let majority = Calculator(
    id: "K01", name: "majority",
    question: "How many of a cluster must agree, and how many may fail?",
    parameters: [
      Parameter("n", "the number of nodes", .integer(1...1000), standard: "5")
    ]
  ) { arguments in
    let n = arguments.integer("n")
    let printed = votesAsPrinted(of: n)
    return Answer(
      fields: [
        .count("majority", "the nodes that are a majority", Cluster.majority(of: n)),
        .count(
          "crash-faults", "the nodes that may have stopped", Cluster.crashFaultsTolerated(by: n)),
        .count(
          "byzantine-faults", "the nodes that may do anything at all",
          Cluster.byzantineFaultsTolerated(by: n)),
        .count(
          "byzantine-quorum", "the nodes that must agree when some may do anything",
          Cluster.byzantineQuorum(of: n)),
        .count("as-printed", "the votes with which the printed code leads", printed),
      ],
      notes: [
        "An even number of nodes stands no more crashes than one node less.",
        printed < Cluster.majority(of: n)
          ? "The printed code counts more votes than half of the peers, a list without the "
            + "candidate: of \(n) nodes, \(printed) lead, and two such groups need not share a node."
          : "The printed code counts more votes than half of the peers, a list without the "
            + "candidate. For an odd number of nodes that is a majority.",
      ],
      tables: [sizes(around: n)])
  }

  /// More votes than half of the peers, the candidate's own among them.
  private static func votesAsPrinted(of n: Int) -> Int {
    (n - 1) / 2 + 1
  }

  private static func sizes(around n: Int) -> Answer.Table {
    Answer.Table(
      title: "clusters of other sizes",
      columns: [
        "nodes", "majority", "crashes", "Byzantine faults", "Byzantine quorum", "as printed",
      ],
      rows: (n <= 11 ? 1...13 : n - 6...n + 6).map { n in
        [
          n, Cluster.majority(of: n), Cluster.crashFaultsTolerated(by: n),
          Cluster.byzantineFaultsTolerated(by: n), Cluster.byzantineQuorum(of: n),
          votesAsPrinted(of: n),
        ].map(\.grouped)
      })
  }
}
