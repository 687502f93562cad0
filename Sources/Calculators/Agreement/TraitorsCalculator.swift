import Parameters
import Solutions

extension Calculator {
  /// K13: how often one traitor gets his way in OM(1).
  static let traitors = Calculator(
    id: "K13", name: "traitors",
    question:
      "In how many of one traitor's lies do the loyal generals fail, with one round of relaying?",
    parameters: [
      Parameter("n", "the generals, the commander included", .integer(3...6), standard: "4")
    ]
  ) { arguments in
    let search = TraitorSearch(generals: arguments.integer("n"))
    let cases = search.cases()
    return Answer(
      fields: [
        .count(
          "bad", "the cases in which loyal lieutenants differ or disobey",
          cases.count { !$0.isGood }),
        .count("cases", "all cases", cases.count),
        .count(
          "messages", "the messages of one order",
          OralMessages(generals: search.generals, rounds: 1).messageCount()),
      ],
      notes: [
        "A case is a choice of the traitor, of the order and of what the traitor tells each of the "
          + "others. A lieutenant who hears as many for as against retreats."
      ])
  }
}
