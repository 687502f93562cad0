import Parameters

extension Calculator {
  /// K06: the steps between the printed prices and latencies.
  static let cost = Calculator(
    id: "K06", name: "cost",
    question: "By what factor does each level of consistency cost more than the one below?",
    parameters: [
      Parameter(
        "table", "which of the printed tables",
        .choice(PrintedCosts.tables.map(\.name)), standard: "economics"),
      Parameter("of", "what is compared", .choice(["cost", "latency"]), standard: "cost"),
    ]
  ) { (arguments) throws(ArgumentError) in
    let name = arguments.text("table")
    let isCost = arguments.text("of") == "cost"
    guard let table = PrintedCosts.tables.first(where: { $0.name == name }) else {
      throw ArgumentError("there is no table '\(name)'")
    }
    let steps = isCost ? table.priceSteps : table.latencySteps
    let values = table.rows.compactMap { isCost ? $0.dollarsPerGB : $0.milliseconds }
    guard let first = values.first, let last = values.last, !steps.isEmpty else {
      throw ArgumentError(
        "table=\(name) with of=\(arguments.text("of")): the table prints no "
          + (isCost ? "prices" : "latencies") + "; take of=" + (isCost ? "latency" : "cost")
          + " or another table")
    }
    return Answer(
      fields: fields(steps: steps, total: last / first),
      notes: [
        "Prices and latencies are as printed, not verified. Storage is priced by the GB and month by "
          + "some of these systems and not at all by others.",
        "The three tables disagree with each other about the same levels.",
      ],
      tables: [rows(of: table, values: values, steps: steps, unit: isCost ? "USD/GB" : "ms")])
  }

  private static func fields(steps: [Double], total: Double) -> [Answer.Field] {
    let texts = steps.map(factorText)
    return [
      .word("steps", "how many times the level below", texts.joined(separator: ", ")),
      Answer.Field(
        "total", "how many times the lowest level the highest is", .number(total),
        text: total.short(4)),
      .truth(
        "constant", "every step is the same factor",
        texts.dropFirst().allSatisfy { $0 == texts.first }),
      Answer.Field(
        "smallest-step", "the smallest factor", .number(steps.min() ?? 1),
        text: (steps.min() ?? 1).short(4)),
      Answer.Field(
        "largest-step", "the largest factor", .number(steps.max() ?? 1),
        text: (steps.max() ?? 1).short(4)),
    ]
  }

  /// Four digits: the quotients of printed prices, not the errors of their division.
  private static func factorText(_ step: Double) -> String {
    "×" + step.short(4)
  }

  private static func rows(
    of table: PrintedCosts.Table, values: [Double], steps: [Double], unit: String
  ) -> Answer.Table {
    Answer.Table(
      title: "\(table.name), as printed",
      columns: ["level", "printed as", unit, "step"],
      rows: zip(table.rows, zip(values, [""] + steps.map(factorText))).map { row, cells in
        [row.level, row.name, cells.0.short(), cells.1]
      })
  }
}
