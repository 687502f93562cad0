import ExerciseKit
import Parameters
import Solutions

extension Calculator {
  /// K02: overlap, availability and staleness of read and write quorums.
  static let quorum = Calculator(
    id: "K02", name: "quorum",
    question: "Do reads meet the last write, and how often is anybody answered?",
    parameters: [
      Parameter("n", "the number of replicas", .integer(1...99), standard: "3"),
      Parameter("r", "the replicas a read waits for", .integer(1...99), standard: "2"),
      Parameter("w", "the replicas a write waits for", .integer(1...99), standard: "2"),
      Parameter("p", "the probability that a replica is up", .number(0...1), standard: "0.99"),
    ]
  ) { (arguments) throws(ArgumentError) in
    let n = arguments.integer("n")
    let p = arguments.number("p")
    for name in ["r", "w"] where arguments.integer(name) > n {
      throw ArgumentError(
        "\(name)=\(arguments.integer(name)) with n=\(n): a quorum cannot be larger than the number "
          + "of replicas; take \(name) from 1 to \(n), or a larger n")
    }
    let (r, w) = (arguments.integer("r"), arguments.integer("w"))
    guard let dial = QuorumConfig(n: n, r: r, w: w) else {
      throw ArgumentError("n=\(n) r=\(r) w=\(w) is no quorum configuration")
    }
    return Answer(
      fields: fields(of: dial, nodeUp: p), notes: notes(on: dial),
      tables: [dials(of: n, nodeUp: p)],
      plots: [availability(of: dial)])
  }

  private static func fields(of dial: QuorumConfig, nodeUp p: Double) -> [Answer.Field] {
    [
      .truth("overlaps", "each read set meets each write set, R + W > N", dial.readsOverlapWrites),
      .truth(
        "writes-overlap", "any two write sets meet, 2W > N", dial.writesOverlapWrites),
      .count(
        "minimum-overlap", "the fewest replicas that a read and a write set share",
        dial.minimumOverlap),
      .probability(
        "overlap-probability", "the probability that random read and write sets share a replica",
        dial.overlapProbability()),
      .probability(
        "staleness", "the probability that a read right after the write misses it",
        1 - dial.overlapProbability()),
      .probability(
        "read-availability", "the probability that reads are answered",
        dial.availability(ofRead: true, nodeUp: p)),
      .probability(
        "write-availability", "the probability that writes are taken",
        dial.availability(ofRead: false, nodeUp: p)),
      .word("label", "which side waits for less", dial.label.rawValue),
      .count(
        "read-failures", "the replicas that may be down while reads are answered",
        dial.readFailuresTolerated),
      .count(
        "write-failures", "the replicas that may be down while writes are taken",
        dial.writeFailuresTolerated),
    ]
  }

  private static func notes(on dial: QuorumConfig) -> [String] {
    var notes = [
      "Replicas are taken to fail independently of each other, and sets to be drawn at random; "
        + "staleness is that of a read right after the write, before it spreads further."
    ]
    notes.append(
      dial.readsOverlapWrites
        ? "Meeting the last write is not linearizability: while a write is under way, a read may see "
          + "it and the next one miss it."
        : "Without an overlap a read may return an old value, and without a repair path it may do so "
          + "for ever.")
    if !dial.writesOverlapWrites {
      notes.append(
        "Two writes may go to replicas that have none in common: neither learns of the other.")
    }
    return notes
  }

  /// The dials of `n` replicas that overlap with nothing to spare.
  private static func dials(of n: Int, nodeUp p: Double) -> Answer.Table {
    Answer.Table(
      title: "the least R for each W that overlaps, \(n) replicas up with probability \(p.short())",
      columns: ["W", "R", "2W > N", "reads answered", "writes taken", "label"],
      rows: (1...n).compactMap { w in
        guard n <= 13 || w.isMultiple(of: (n + 12) / 13) || w == n else { return nil }
        return QuorumConfig(n: n, r: n - w + 1, w: w).map { dial in
          [
            "\(w)", "\(dial.r)", dial.writesOverlapWrites ? "yes" : "no",
            dial.availability(ofRead: true, nodeUp: p).probabilityText,
            dial.availability(ofRead: false, nodeUp: p).probabilityText, dial.label.rawValue,
          ]
        }
      })
  }

  private static func availability(of dial: QuorumConfig) -> Answer.Plot {
    func curve(_ name: String, atLeast k: Int) -> Answer.Curve {
      Answer.Curve(
        name,
        (0...50).map { step in
          let p = 0.5 + Double(step) / 100
          return .init(p, QuorumConfig.availability(ofAtLeast: k, of: dial.n, nodeUp: p))
        })
    }
    let quorums =
      dial.r == dial.w
      ? [curve("reads and writes, \(dial.r) of \(dial.n)", atLeast: dial.r)]
      : [
        curve("reads, \(dial.r) of \(dial.n)", atLeast: dial.r),
        curve("writes, \(dial.w) of \(dial.n)", atLeast: dial.w),
      ]
    let one = Answer.Curve("one replica alone", [.init(0.5, 0.5), .init(1, 1)])
    return Answer.Plot(
      title: "how often enough replicas are up", xAxis: "probability that a replica is up",
      yAxis: "probability that enough are", curves: quorums + (dial.n == 1 ? [] : [one]))
  }
}
