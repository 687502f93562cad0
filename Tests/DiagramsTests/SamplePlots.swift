import Diagrams

/// The plots whose drawings are on record, by name.
enum SamplePlots {
  static let all: [(name: String, plot: Plot)] = [
    ("decay", decay), ("crossing", crossing), ("one-curve", oneCurve), ("constant", constant),
    ("nothing", Plot(title: "nothing", xAxis: "x", yAxis: "y", curves: [])),
    ("wide-numbers", wideNumbers), ("many-curves", manyCurves),
  ]

  /// Powers of four shares, by their logarithm; the zeros at the end cannot be drawn.
  static let decay = Plot(
    title: "a risk that falls with every confirmation", xAxis: "confirmations",
    yAxis: "probability", isLogarithmic: true,
    curves: [0.05, 0.1, 0.3, 0.45].map { share in
      var power = 1.0
      let points = (0...24).map { z in
        defer { power *= share / (1 - share) }
        return Plot.Point(Double(z), power)
      }
      return Plot.Curve("q = \(share)", points + [Plot.Point(25, 0)])
    })

  /// Two curves that meet in the middle.
  static let crossing = Plot(
    title: "reads and writes that stay possible", xAxis: "probability that a node is up",
    yAxis: "probability",
    curves: [
      Plot.Curve("reads", (0...50).map { Plot.Point(Double($0) / 50, Double($0 * $0) / 2500) }),
      Plot.Curve("writes", [Plot.Point(0, 1), Plot.Point(1, 0)]),
    ])

  static let oneCurve = Plot(
    title: "collisions over the width of the interval", xAxis: "interval (ms)", yAxis: "collisions",
    curves: [Plot.Curve("4 nodes", (15...300).map { Plot.Point(Double($0), 60 / Double($0)) })])

  static let constant = Plot(
    title: "the same everywhere", xAxis: "x", yAxis: "y",
    curves: [Plot.Curve("seven", [Plot.Point(1, 7), Plot.Point(2, 7)])])

  /// Negative and very large numbers, and some that are no numbers.
  static let wideNumbers = Plot(
    title: "a straight line", xAxis: "x", yAxis: "y",
    curves: [
      Plot.Curve(
        "y = -3x",
        [-4_000_000, 0, .infinity, 9_000_000].map { (x: Double) in Plot.Point(x, -3 * x) }
          + [Plot.Point(9_500_000, .nan)])
    ])

  static let manyCurves = Plot(
    title: "a fan", xAxis: "x", yAxis: "y",
    curves: (1...8).map { slope in
      Plot.Curve("slope \(slope)", [Plot.Point(0, 0), Plot.Point(10, Double(10 * slope))])
    })
}
