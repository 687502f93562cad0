import Parameters

extension Calculator {
  /// What a commit's latency allows when each must wait for the one before.
  static let serial = Calculator(
    id: "K25", name: "serial",
    question:
      "How often a second can one hot key change, and how long do two groups need together?",
    parameters: [
      Parameter("commit", "a group's own commit, in ms", .number(0.001...10_000), standard: "80"),
      Parameter(
        "rtt", "between the leaders of two groups, in ms", .number(0...10_000), standard: "80"),
    ]
  ) { arguments in
    let commit = arguments.number("commit")
    // Prepare there (the way, and its commit), then the decision's commit here.
    let together = arguments.number("rtt") + 2 * commit
    return Answer(
      fields: [
        Answer.Field(
          "rate", "commits per second, one after the other", .number(1_000 / commit),
          text: "\(NumberText.rounded(1_000 / commit, 1)) a second"),
        Answer.Field(
          "two-phase", "a transaction of two groups by two-phase commit", .number(together),
          text: "\(NumberText.rounded(together, 0)) ms"),
      ],
      notes: ["Without pipelining: the next change of the key waits until this one is committed."])
  }
}
