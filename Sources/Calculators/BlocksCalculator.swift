import Glibc
import Parameters

extension Calculator {
  /// K11: how long blocks let one wait.
  static let blocks = Calculator(
    id: "K11", name: "blocks",
    question: "How long does it take until z blocks are found?",
    parameters: [
      Parameter("z", "the blocks", .integer(1...1000), standard: "6"),
      Parameter(
        "minutes", "the mean time between blocks, in minutes", .number(0.01...100_000),
        standard: "10"),
    ]
  ) { arguments in
    let waiting = BlockWaiting(blocks: arguments.integer("z"), mean: arguments.number("minutes"))
    func minutes(_ name: String, _ meaning: String, _ value: Double) -> Answer.Field {
      Answer.Field(name, meaning, .number(value), text: value.minutesText + " min")
    }
    func over(_ limit: Int) -> Answer.Field {
      let probability = waiting.probability(ofMoreThan: Double(limit))
      // A chance below one, however the sum was rounded.
      return Answer.Field(
        "over-\(limit)", "the probability of more than \(limit) minutes", .number(probability),
        text: probability.percentText(without: max(1 - probability, .leastNonzeroMagnitude)))
    }
    return Answer(
      fields: [
        minutes("mean", "the mean", waiting.mean * Double(waiting.blocks)),
        minutes("median", "as often longer as shorter", waiting.quantile(0.5)),
        minutes("p90", "longer once in ten times", waiting.quantile(0.9)),
        minutes("p99", "longer once in a hundred times", waiting.quantile(0.99)), over(10),
        over(30),
        over(60),
      ],
      notes: [
        "Blocks are found by chance at a constant rate, whenever one begins to wait: times between "
          + "them are exponential. Changes of hash power and of difficulty are left out."
      ],
      tables: [table(of: waiting)], plots: [plot(of: waiting)])
  }

  private static func table(of waiting: BlockWaiting) -> Answer.Table {
    Answer.Table(
      title: "minutes for z blocks, \(waiting.mean.short()) minutes apart on average",
      columns: ["z", "mean", "median", "90 %", "99 %"],
      rows: Set([1, 3, 6, 100, waiting.blocks]).sorted().map { z in
        let waiting = BlockWaiting(blocks: z, mean: waiting.mean)
        return [z.grouped, (waiting.mean * Double(z)).minutesText]
          + [0.5, 0.9, 0.99].map { waiting.quantile($0).minutesText }
      })
  }

  private static func plot(of waiting: BlockWaiting) -> Answer.Plot {
    let most = waiting.quantile(0.999)
    return Answer.Plot(
      title: "still waiting for the last of z blocks", xAxis: "minutes", yAxis: "probability",
      curves: Set([1, 3, 6, waiting.blocks]).filter { $0 <= waiting.blocks }.sorted().map { z in
        let waiting = BlockWaiting(blocks: z, mean: waiting.mean)
        return Answer.Curve(
          z == 1 ? "1 block" : "\(z) blocks",
          (0...100).map { step in
            let minutes = most * Double(step) / 100
            return .init(minutes, waiting.probability(ofMoreThan: minutes))
          })
      })
  }
}

extension Double {
  /// Two decimals, none where they are zeros.
  fileprivate var minutesText: String {
    let text = fixed(2)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }
}

/// The time until so many events of a Poisson process have happened (an Erlang distribution).
private struct BlockWaiting {
  let blocks: Int
  /// The mean time between two, in minutes.
  let mean: Double

  /// Fewer than `blocks` events in the time: the sum over k < z of e^-x x^k / k!.
  func probability(ofMoreThan minutes: Double) -> Double {
    let x = minutes / mean
    guard x > 0 else { return 1 }
    // By logarithms, since e^-x may be too small for a Double where x^k / k! makes up for it.
    var logTerm = -x
    var sum = exp(logTerm)
    for k in 1..<max(blocks, 1) {
      logTerm += log(x / Double(k))
      sum += exp(logTerm)
    }
    return min(1, sum)
  }

  /// The time within which the events happen with a probability, by halving an interval.
  func quantile(_ probability: Double) -> Double {
    var (low, high) = (0.0, mean)
    while self.probability(ofMoreThan: high) > 1 - probability { high *= 2 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if self.probability(ofMoreThan: middle) > 1 - probability {
        low = middle
      } else {
        high = middle
      }
    }
    return high
  }
}
