import Parameters

extension Calculator {
  /// Compares two durations of an incident.
  static let outage = Calculator(
    id: "K16", name: "outage",
    question: "How much longer was a service degraded than its cause lasted?",
    parameters: [
      Parameter("hours", "whole hours of degraded service", .integer(0...1_000), standard: "24"),
      Parameter("minutes", "and minutes", .integer(0...59), standard: "11"),
      Parameter("cause", "seconds that the cause lasted", .integer(1...1_000_000), standard: "43"),
    ]
  ) { arguments in
    let seconds = (arguments.integer("hours") * 60 + arguments.integer("minutes")) * 60
    let ratio = Double(seconds) / Double(arguments.integer("cause"))
    return Answer(fields: [
      Answer.Field(
        "ratio", "the one over the other", .number(ratio),
        text: ratio.rounded().short()),
      Answer.Field(
        "seconds", "of degraded service", .integer(seconds),
        text: "\(seconds.grouped) s"),
    ])
  }
}
