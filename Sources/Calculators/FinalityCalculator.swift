import Parameters
import Solutions

extension Calculator {
  /// K03: what confirmations are worth.
  static let finality = Calculator(
    id: "K03", name: "finality",
    question: "How likely is a payment under z blocks still replaced?",
    parameters: [
      Parameter("z", "the confirmations", .integer(0...1000), standard: "6"),
      Parameter("q", "the attacker's share of all hash power", .number(0...1), standard: "0.1"),
      Parameter(
        "risk", "the probability of a replacement that is still accepted", .number(1e-30...1),
        standard: "0.001"),
    ]
  ) { arguments in
    let (z, q) = (arguments.integer("z"), arguments.number("q"))
    return Answer(
      fields: fields(z: z, q: q, risk: arguments.number("risk")),
      notes: [
        "The attacker has the share q for as long as it takes, mines in secret from the moment the "
          + "payment is sent, and succeeds on drawing level at any time after z confirmations.",
        q < 0.5
          ? "Nakamoto's approximation takes the attacker's blocks as Poisson; the exact number is "
            + "negative binomial. For q up to 0.3 the approximation is too low from the third "
            + "confirmation on."
          : "With half of all hash power or more the attacker draws level for certain: no number of "
            + "confirmations protects.",
      ],
      tables: [confirmations(around: z, q: q)], plots: [risks(upTo: z, q: q)])
  }

  private static func fields(z: Int, q: Double, risk: Double) -> [Answer.Field] {
    let nakamoto = Finality.nakamoto(confirmations: z, attacker: q)
    let exact = Finality.exact(confirmations: z, attacker: q)
    func confidence(_ name: String, _ meaning: String, _ probability: Double) -> Answer.Field {
      Answer.Field(
        name, meaning, .number(1 - probability),
        text: (1 - probability).percentText(without: probability))
    }
    return [
      .probability("exact", "the probability of a replacement", exact),
      .probability("nakamoto", "the probability by Nakamoto's approximation", nakamoto),
      .probability(
        "catch-up", "the probability of ever drawing level from z blocks behind",
        Finality.catchUp(behind: z, attacker: q)),
      confidence("confidence-exact", "the probability that the payment stays", exact),
      confidence(
        "confidence-nakamoto", "that it stays, by Nakamoto's approximation", nakamoto),
      confirmationsNeeded(
        "confirmations-exact", "the fewest confirmations with a probability below \(risk.short())",
        risk: risk, q: q, model: Finality.exact),
      confirmationsNeeded(
        "confirmations-nakamoto",
        "the fewest below \(risk.short()) by Nakamoto's approximation", risk: risk, q: q,
        model: Finality.nakamoto),
    ]
  }

  /// A number; in words when there is none, or none that is found in reasonable time.
  private static func confirmationsNeeded(
    _ name: String, _ meaning: String, risk: Double, q: Double,
    model: (_ confirmations: Int, _ attacker: Double) -> Double
  ) -> Answer.Field {
    let limit = 20_000
    guard q < 0.5 else {
      return Answer.Field(name, meaning, .none, text: "no number is enough")
    }
    let needed = Finality.confirmationsNeeded(
      risk: risk, attacker: q, limit: limit, model: model)
    return needed.map { .count(name, meaning, $0) }
      ?? Answer.Field(name, meaning, .none, text: "more than \(limit.grouped)")
  }

  private static func confirmations(around z: Int, q: Double) -> Answer.Table {
    Answer.Table(
      title: "an attacker with q = \(q.short())",
      columns: ["confirmations", "exact", "Nakamoto", "stays, exact", "stays, Nakamoto"],
      rows: Set([0, 1, 2, 3, 4, 5, 6, 10, 20, 30, 60, 100, z]).sorted().map { z in
        let exact = Finality.exact(confirmations: z, attacker: q)
        let nakamoto = Finality.nakamoto(confirmations: z, attacker: q)
        return [
          z.grouped, exact.probabilityText, nakamoto.probabilityText,
          (1 - exact).percentText(without: exact), (1 - nakamoto).percentText(without: nakamoto),
        ]
      })
  }

  /// Curves end where they fall below this: with all of a small share's the others would look flat.
  private static let leastDrawn = 1e-9

  private static func risks(upTo z: Int, q: Double) -> Answer.Plot {
    let end = max(30, z)
    let step = (end + 59) / 60
    let shares = Set([0.1, 0.2, 0.3, 0.4, 0.45, q]).subtracting([0]).sorted()
    return Answer.Plot(
      title: "the exact probability of a replacement, for several shares q",
      xAxis: "confirmations", yAxis: "probability down to \(leastDrawn.short())",
      isLogarithmic: true,
      curves: shares.map { q in
        Answer.Curve(
          "q = \(q.short())",
          stride(from: 0, through: end, by: step).map {
            .init(Double($0), Finality.exact(confirmations: $0, attacker: q))
          }.filter { $0.y >= leastDrawn })
      })
  }
}
