import Parameters
import Solutions

extension Calculator {
  /// What a fork of a proof-of-work chain costs, and how long ending it takes.
  static let fork = Calculator(
    id: "K15", name: "fork",
    question: "How long does a chain that is behind take to overtake, and what do orphans cost?",
    parameters: [
      Parameter("lead", "the blocks the other chain is ahead", .integer(1...1_000), standard: "13"),
      Parameter(
        "share", "the share of all hash power on the chain that is behind",
        .number(0.01...0.99), standard: "0.7"),
      Parameter("blocks", "the blocks orphaned in the end", .integer(0...10_000), standard: "24"),
      Parameter("reward", "the reward of a block, in BTC", .number(0...50), standard: "25"),
      Parameter("price", "dollars per BTC", .number(0...1_000_000), standard: "48"),
    ]
  ) { arguments in
    let lead = arguments.integer("lead")
    let share = arguments.number("share")
    // Ten minutes between blocks of all hash power together: six blocks an hour.
    let gain = (2 * share - 1) * 6
    let chance =
      share > 0.5 ? 1 : Finality.catchUp(behind: lead, attacker: share)
    let coins = Double(arguments.integer("blocks")) * arguments.number("reward")
    let dollars = coins * arguments.number("price")
    return Answer(
      fields: [
        Answer.Field(
          "hours", "until the chains are level, on average",
          gain > 0 ? .number(Double(lead) / gain) : .none,
          text: gain > 0
            ? "\((Double(lead) / gain).fixed(1)) hours" : "never, on average"),
        Answer.Field(
          "gain", "blocks gained per hour, on average", .number(gain),
          text: "\(gain.fixed(1)) blocks an hour"),
        Answer.Field(
          "chance", "that it is ever level", .number(chance),
          text: chance.percentText),
        Answer.Field(
          "coins", "rewards of the orphaned blocks", .number(coins),
          text: "\(coins.short()) BTC"),
        Answer.Field(
          "dollars", "the same at the price", .number(dollars),
          text: "\(dollars.short()) dollars"),
      ],
      notes: ["Takes 10 minutes between blocks of all hash power together, and no change of share."]
    )
  }
}
