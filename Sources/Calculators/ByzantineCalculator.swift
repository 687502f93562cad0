import Parameters
import Solutions

extension Calculator {
  /// K09: sizes and messages of Byzantine agreement.
  static let byzantine = Calculator(
    id: "K09", name: "byzantine",
    question: "How many nodes and messages does it take to mask f faulty nodes?",
    parameters: [
      Parameter("f", "the nodes that may be faulty", .integer(0...10), standard: "1")
    ]
  ) { arguments in
    let f = arguments.integer("f")
    let costs = MaskingCosts(faults: f)
    return Answer(
      fields: [
        .count("nodes", "the nodes it takes, 3f + 1", costs.nodes),
        .count("quorum", "the nodes that must agree, 2f + 1", costs.quorum),
        .count("shared", "the nodes any two quorums share at least, f + 1", costs.shared),
        .count("pbft-messages", "messages of a PBFT request among them", costs.pbftMessages),
        .count(
          "raft-messages", "messages of a Raft entry among 2f + 1 nodes, f of which may crash",
          costs.raftMessages),
        .count("om-messages", "messages of the oral-messages algorithm OM(f)", costs.omMessages),
      ],
      notes: [
        "Messages are those between replicas when all goes well: pre-prepare, prepare and commit; "
          + "append and its answer. Those of clients are not counted.",
        "Faults are masked when they are independent. The same bug on every node is not.",
      ],
      tables: [
        Answer.Table(
          title: "what masking f faults takes",
          columns: ["f", "nodes", "quorum", "shared", "PBFT", "Raft", "OM(f)"],
          rows: (0...max(4, f)).map { f in
            let costs = MaskingCosts(faults: f)
            return [
              f, costs.nodes, costs.quorum, costs.shared, costs.pbftMessages, costs.raftMessages,
              costs.omMessages,
            ].map(\.grouped)
          })
      ],
      plots: [messages(upTo: max(4, f))])
  }

  private static func messages(upTo most: Int) -> Answer.Plot {
    func curve(_ name: String, _ count: (MaskingCosts) -> Int) -> Answer.Curve {
      Answer.Curve(
        name, (1...most).map { .init(Double($0), Double(count(MaskingCosts(faults: $0)))) })
    }
    return Answer.Plot(
      title: "messages by the faults masked", xAxis: "f", yAxis: "messages", isLogarithmic: true,
      curves: [
        curve("Raft, crashes", \.raftMessages), curve("PBFT", \.pbftMessages),
        curve("oral messages", \.omMessages),
      ])
  }
}

/// What it takes to mask so many faulty nodes.
private struct MaskingCosts {
  /// The faulty nodes, at most 10: with more, the messages of OM(f) would not fit into an Int.
  let faults: Int

  var nodes: Int { 3 * faults + 1 }
  var quorum: Int { Cluster.byzantineQuorum(of: nodes) }
  var shared: Int { 2 * quorum - nodes }

  /// One pre-prepare to each backup, a prepare of each backup and a commit of each replica to all
  /// others: (n-1) + (n-1)(n-1) + n(n-1) (Castro and Liskov 1999, section 4.2).
  var pbftMessages: Int { 2 * nodes * (nodes - 1) }

  /// An entry to each follower of 2f + 1 nodes, and its answer.
  var raftMessages: Int { 2 * (2 * faults) }

  /// The commander's order to each lieutenant, passed on by each to all who were not on its way yet,
  /// f times over (Lamport, Shostak and Pease 1982, section 3).
  var omMessages: Int {
    var inRound = 1
    var total = 0
    for round in 0...faults {
      inRound *= nodes - 1 - round
      total += inRound
    }
    return total
  }
}
