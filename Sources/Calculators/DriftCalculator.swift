import Parameters

extension Calculator {
  /// K07: from a clock's drift, a rate, to its offset.
  static let drift = Calculator(
    id: "K07", name: "drift",
    question: "How long does a drifting clock take to be wrong by so much?",
    parameters: [
      Parameter(
        "ppm", "the drift, in microseconds per second", .number(0.001...100_000), standard: "50"),
      Parameter("offset", "how wrong the clock becomes, in ms", .number(0...1e9), standard: "47"),
    ]
  ) { arguments in
    let (ppm, offset) = (arguments.number("ppm"), arguments.number("offset"))
    return Answer(
      fields: [
        .quantity(
          "seconds", "the time since the clock was last right", seconds(ppm, offset), unit: "s"),
        .quantity("per-day", "what the drift comes to in a day", ppm * 86.4, unit: "ms"),
      ],
      notes: [
        "A drift is a rate and an offset a difference. The drift is taken as constant; that of a real "
          + "clock changes with its temperature.",
        "Two clocks that drift in opposite directions part twice as fast.",
      ],
      tables: [
        Answer.Table(
          title: "until a clock is wrong by \(offset.short()) ms", columns: ["drift (ppm)", "s"],
          rows: Set([10, 50, 100, 200, ppm]).sorted().map { ppm in
            [ppm.short(), seconds(ppm, offset).short()]
          })
      ])
  }

  private static func seconds(_ ppm: Double, _ offset: Double) -> Double {
    offset * 1000 / ppm
  }
}
