import ExerciseKit
import Parameters
import Simulation
import Solutions
import Terminal

extension Figure {
  /// F13: how many siblings a key has after each write, under one clock for all and under dots.
  static let siblings = Figure(
    id: "F13", name: "siblings",
    title: "siblings of one key, under one clock for all and under dots",
    parameters: [
      Parameter("clients", "how many clients write", .integer(1...8), standard: "2"),
      Parameter("writes", "how many writes there are", .integer(1...40), standard: "12"),
      Parameter(
        "order", "who writes next: each in turn, or anybody", .choice(["turns", "random"]),
        standard: "turns"),
      Parameter("seed", "names a random order", .integer(0...999_999), standard: "1"),
    ]
  ) { arguments, canvas in
    let run = SiblingRun(
      clients: arguments.integer("clients"), writes: arguments.integer("writes"),
      seed: arguments.text("order") == "random" ? arguments.seed() : nil)
    return run.lines(on: canvas)
  }
}

/// Clients that each read after their own write and before nobody else's, so that every context lacks
/// what the others wrote since.
struct SiblingRun {
  /// Siblings after each write, under one clock for all of them.
  private(set) var whole: [Int] = []
  /// Siblings after each write, under dots.
  private(set) var dotted: [Int] = []
  /// Who wrote.
  private(set) var writers: [Int] = []

  init(clients: Int, writes: Int, seed: UInt64?) {
    var random = seed.map(RandomSource.init)
    var wholeStore = WholeClockStore<Int>(node: NodeID(1))
    var dottedStore = SiblingStore<Int>(node: NodeID(1))
    var contexts = Array(repeating: (VectorClock(), VectorClock()), count: clients)
    for write in 0..<writes {
      let client = random?.index(below: clients) ?? write % clients
      wholeStore.put("key", write, context: contexts[client].0)
      dottedStore.put("key", write, context: contexts[client].1)
      contexts[client] = (wholeStore.get("key").context, dottedStore.get("key").context)
      whole.append(wholeStore.get("key").values.count)
      dotted.append(dottedStore.get("key").values.count)
      writers.append(client)
    }
  }

  func lines(on canvas: Figure.Canvas) -> [StyledLine] {
    let page = FigureText(canvas: canvas)
    let last = (whole.last ?? 0, dotted.last ?? 0)
    let end = page.wrapped(
      "Values after \(whole.count) writes: \(last.0) under one clock, \(last.1) under dots.")
    guard !canvas.isASCII, canvas.width >= 36 else {
      return whole.indices.flatMap { write in
        page.wrapped(
          "Write \(write + 1), by client \(writers[write] + 1): \(whole[write]) under one clock, "
            + "\(dotted[write]) under dots.")
      } + end
    }
    // Both halves have the same scale, so that lengths can be compared across them.
    let half = min((canvas.width - 12) / 2, 48)
    let longest = max(whole.max() ?? 1, dotted.max() ?? 1)
    let room = half - 4
    func bar(_ count: Int) -> String {
      let length = longest <= room ? count : max(1, count * room / longest)
      return String(repeating: "█", count: length) + " \(count)"
    }
    let head = StyledLine(
      " write by  " + "one clock".padded(to: half) + "dots", Style(nil, .bold))
    return [head]
      + whole.indices.map { write in
        let number = "\(write + 1)"
        let margin = String(repeating: " ", count: max(0, 6 - number.count)) + number
        return StyledLine([
          .init("\(margin) c\(writers[write] + 1)  "),
          .init(
            bar(whole[write]).padded(to: half),
            whole[write] > dotted[write] ? Style(.yellow) : .plain),
          .init(bar(dotted[write]), Style(.cyan)),
        ])
      } + [StyledLine()] + end
  }
}

extension String {
  /// The text with blanks up to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
