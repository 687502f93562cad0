import Parameters

extension Calculator {
  /// The least time light in fibre needs to a place and back.
  static let fibre = Calculator(
    id: "K17", name: "fibre",
    question: "What round trip can no network beat over a distance?",
    parameters: [
      Parameter(
        "km", "the great-circle distance in kilometres", .number(0...20_040), standard: "15500")
    ]
  ) { arguments in
    // 299,792.458 km/s in a vacuum, 0.68 of that in fibre.
    let milliseconds = 2 * arguments.number("km") / (0.68 * 299.792458)
    return Answer(
      fields: [
        Answer.Field(
          "floor", "the least round-trip time", .number(milliseconds),
          text: "\(milliseconds.fixed(0)) ms")
      ],
      notes: [
        "Cables follow coasts, not great circles, and routers take time: measured round trips are "
          + "commonly one and a half to two times as long."
      ]
    )
  }
}
