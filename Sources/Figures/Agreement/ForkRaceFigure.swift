import ExerciseKit
import Diagrams
import Parameters
import Simulation
import Solutions
import Terminal

extension Figure {
  /// F07: one race between an attacker and the honest miners, and the probabilities of all such races.
  static let forkRace = Figure(
    id: "F07", name: "fork-race",
    title: "a secret branch races the chain, and how often such races are won",
    parameters: [
      Parameter("z", "the confirmations the merchant waits for", .integer(1...30), standard: "6"),
      Parameter(
        "q", "the attacker's share of all hash power", .number(0.01...0.49), standard: "0.3"),
      Parameter("seed", "names the race that is drawn", .integer(0...999_999), standard: "10"),
    ]
  ) { arguments, canvas in
    let (z, q) = (arguments.integer("z"), arguments.number("q"))
    var random = RandomSource(seed: arguments.seed())
    let page = FigureText(canvas: canvas)
    let race = RaceDrawing(
      DoubleSpendRace(confirmations: z, attacker: q, limit: 10, using: &random), confirmations: z)
    return race.lines(page) + [StyledLine()]
      + RaceOdds(confirmations: z, attacker: q, seed: arguments.seed()).lines(page)
  }
}

/// One race, a column per block in the order they were found.
struct RaceDrawing {
  private let race: DoubleSpendRace
  private let confirmations: Int

  /// Longer races are cut where they are drawn.
  private static let longest = 120

  init(_ race: DoubleSpendRace, confirmations: Int) {
    self.race = race
    self.confirmations = confirmations
  }

  func lines(_ page: FigureText) -> [StyledLine] {
    let blocks = race.isAttackers.prefix(Self.longest)
    let cut = race.isAttackers.count - blocks.count
    let honest = MarkRows.Row(name: "honest", marks: blocks.map { $0 ? " " : "■" })
    let secret = MarkRows.Row(
      name: "secret", marks: blocks.map { $0 ? "■" : " " }, style: Style(.yellow))
    let marks = blocks.indices.map { index -> Character in
      if index == race.isAttackers.count - 1 { return race.isWon ? "✗" : "·" }
      return index == race.confirmedAt ? "▲" : " "
    }
    let rows = MarkRows(
      rows: [honest, secret, .init(name: "", marks: marks)], canvas: page.canvas)
    let picture =
      page.canvas.isASCII
      ? nil
      : rows.lines.map { $0.filter { !$0.text.isEmpty || $0.runs.isEmpty } }
    let listed = page.wrapped(
      "Blocks in the order they were found, h honest, s secret: "
        + blocks.map { $0 ? "s" : "h" }.joined() + ".")
    let isLong = cut > 0 ? page.wrapped("\(cut) more blocks are not drawn.") : []
    return (picture ?? listed) + isLong
      + page.wrapped(
        ending(isASCII: page.canvas.isASCII), race.isWon ? Style(.red) : .plain)
  }

  /// What happened, in a sentence or two.
  private func ending(isASCII: Bool) -> String {
    let (confirmed, won) = isASCII ? ("", "") : (" (▲)", " (✗)")
    let after = (race.confirmedAt ?? 0) + 1
    let lead = race.confirmedAt.map { race.leads[$0] } ?? 0
    let secret = confirmations - lead
    let start =
      "After \(after) blocks the payment has \(confirmations) "
      + "confirmation\(confirmations == 1 ? "" : "s")"
    let end = race.isAttackers.count
    guard end > after else {
      return start + " and the secret branch has \(secret) blocks\(won): the payment is replaced."
    }
    return start + "\(confirmed) and the secret branch has \(secret). "
      + (race.isWon
        ? "After \(end) it is level\(won): one block more, and the payment is replaced."
        : "After \(end) it is \(race.leads.last ?? 0) behind, and the attacker gives up.")
  }
}

/// The probability that the attacker wins, by confirmations: two formulas, and races that were run.
struct RaceOdds {
  private let confirmations: Int
  private let attacker: Double
  private let seed: UInt64

  /// Enough for dots that lie near the curve, few enough to be drawn at once.
  private static let races = 1_000

  init(confirmations: Int, attacker: Double, seed: UInt64) {
    self.confirmations = confirmations
    self.attacker = attacker
    self.seed = seed
  }

  /// How many of a thousand races are won, for each number of confirmations from 1.
  var wins: [Int] {
    var random = RandomSource(seed: seed)
    return (1...last).map {
      DoubleSpendRace.wins(
        in: Self.races, confirmations: $0, attacker: attacker, using: &random)
    }
  }

  private var last: Int { max(8, min(confirmations + 4, 30)) }

  func lines(_ page: FigureText) -> [StyledLine] {
    func curve(_ name: String, _ value: (Int) -> Double) -> Plot.Curve {
      Plot.Curve(name, (1...last).map { Plot.Point(Double($0), value($0)) })
    }
    let wins = wins
    let plot = Plot(
      title: "the probability that a payment is replaced", xAxis: "confirmations",
      yAxis: "probability", isLogarithmic: true,
      curves: [
        curve("exact") { Finality.exact(confirmations: $0, attacker: attacker) },
        curve("whitepaper's approximation") {
          Finality.nakamoto(confirmations: $0, attacker: attacker)
        },
        curve("\(Self.races) races run for each") { Double(wins[$0 - 1]) / Double(Self.races) },
      ])
    return plot.lines(width: page.canvas.width, isASCII: page.canvas.isASCII)
  }
}
