import Parameters

extension Calculator {
  /// K08: election timers that run out together.
  static let collisions = Calculator(
    id: "K08", name: "collisions",
    question: "How likely do two election timers run out too close to each other?",
    parameters: [
      Parameter("m", "the nodes whose timers run", .integer(2...99), standard: "4"),
      Parameter(
        "interval", "the width of the interval timers are drawn from, in ms",
        .number(0...1_000_000), standard: "150"),
      Parameter(
        "d", "how close is too close, such as the time of a broadcast, in ms",
        .number(0.001...1_000_000), standard: "10"),
    ]
  ) { arguments in
    let (m, d) = (arguments.integer("m"), arguments.number("d"))
    let interval = arguments.number("interval")
    let probability = collision(of: m, within: d, interval: interval)
    return Answer(
      fields: [
        Answer.Field(
          "probability", "the two earliest timers are closer than d", .number(probability),
          text: probability.percentText)
      ],
      notes: [
        "Timers are drawn uniformly and independently, all from the same moment: "
          + "1 - (1 - d / interval)^m.",
        "After a collision the vote may be split, or may not.",
      ],
      tables: [table(of: m, interval: interval)],
      plots: [plot(of: m, within: d, interval: interval)])
  }

  /// The spacings of uniform timers are exchangeable: the first two are at least `d` apart exactly
  /// when all `m` fit into an interval shorter by `d`.
  private static func collision(of m: Int, within d: Double, interval: Double) -> Double {
    guard d < interval else { return 1 }
    var apart = 1.0
    for _ in 0..<m { apart *= 1 - d / interval }
    return 1 - apart
  }

  private static func table(of m: Int, interval: Double) -> Answer.Table {
    let intervals = Set([0, 50, 150, 300, interval]).sorted()
    return Answer.Table(
      title: "\(m) timers, by how close is too close",
      columns: ["d (ms)"] + intervals.map { "\($0.short()) ms" },
      rows: [1, 5, 10, 15, 30].map { d in
        [Double(d).short()]
          + intervals.map { collision(of: m, within: Double(d), interval: $0).percentText }
      })
  }

  private static func plot(of m: Int, within d: Double, interval: Double) -> Answer.Plot {
    let end = max(600, 2 * interval)
    return Answer.Plot(
      title: "two timers within \(d.short()) ms, by the interval and the number of timers",
      xAxis: "width of the interval (ms)", yAxis: "probability",
      curves: Set([2, 4, 9, m]).sorted().map { m in
        Answer.Curve(
          "\(m) timers",
          (0...120).map { step in
            let width = end * Double(step) / 120
            return .init(width, collision(of: m, within: d, interval: width))
          })
      })
  }
}
