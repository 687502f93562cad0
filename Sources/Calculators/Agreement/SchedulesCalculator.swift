import Parameters
import Solutions

extension Calculator {
  /// K12: how often a quorum register is not linearizable.
  static let schedules = Calculator(
    id: "K12", name: "schedules",
    question:
      "In how many schedules of one slow write and two reads does the register go backwards?",
    parameters: [
      Parameter("n", "the number of replicas", .integer(1...5), standard: "3"),
      Parameter("r", "the replicas a read waits for", .integer(1...5), standard: "2"),
      Parameter("w", "the replicas a write waits for", .integer(1...5), standard: "2"),
      Parameter(
        "repair", "to whom a read brings what it found, before it answers",
        .choice(["none", "readers", "quorum"]), standard: "none"),
    ]
  ) { (arguments) throws(ArgumentError) in
    let n = arguments.integer("n")
    for name in ["r", "w"] where arguments.integer(name) > n {
      throw ArgumentError(
        "\(name)=\(arguments.integer(name)) with n=\(n): a quorum cannot be larger than the number "
          + "of replicas; take \(name) from 1 to \(n), or a larger n")
    }
    let repairs: [String: QuorumSchedules.Repair] = [
      "none": .none, "readers": .readers, "quorum": .quorum,
    ]
    let count = QuorumSchedules(
      replicas: n, readQuorum: arguments.integer("r"), writeQuorum: arguments.integer("w"),
      repair: repairs[arguments.text("repair")] ?? .none
    ).count()
    return Answer(
      fields: [
        .count("violations", "the schedules that no order explains", count.violations),
        .count("schedules", "all schedules", count.schedules),
        .probability(
          "share", "the share of schedules that no order explains",
          Double(count.violations) / Double(count.schedules)),
      ],
      notes: [
        "One write reaches the replicas one by one, in any order, and is done at the W-th; two reads "
          + "follow each other, each asking R replicas at one instant. Every order of these and every "
          + "choice of read sets counts once. How often each happens in a real network is another "
          + "question."
      ])
  }
}
