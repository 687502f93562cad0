import Parameters

extension Calculator {
  /// What a transaction over two groups costs.
  static let twoPhase = Calculator(
    id: "K18", name: "two-phase",
    question: "How long does two-phase commit between two replicated groups take?",
    parameters: [
      Parameter("local", "a group's own commit, in ms", .number(0...10_000), standard: "10"),
      Parameter(
        "rtt", "between the leaders of the groups, in ms", .number(0...10_000), standard: "80"),
    ]
  ) { arguments in
    // Prepare there: the way, and that group's commit. Then the decision's commit here.
    let total = arguments.number("rtt") + 2 * arguments.number("local")
    return Answer(
      fields: [
        Answer.Field(
          "total", "until the decision is safe", .number(total),
          text: "\(total.short()) ms")
      ],
      notes: ["Locks are held for at least as long; the other group hears one way later."])
  }
}
