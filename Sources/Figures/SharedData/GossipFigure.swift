import ExerciseKit
import Parameters
import Simulation
import Solutions
import Terminal

extension Figure {
  /// F03: replicas that send their states to partners drawn at random, until all are equal.
  static let gossip = Figure(
    id: "F03", name: "gossip",
    title: "replicas gossip and merge until all are equal",
    parameters: [
      Parameter("replicas", "how many replicas there are", .integer(2...12), standard: "5"),
      Parameter(
        "type", "what is replicated", .choice(["g-counter", "or-set"]), standard: "g-counter"),
      Parameter("seed", "names the partners that are drawn", .integer(0...999_999), standard: "4"),
    ]
  ) { arguments, canvas in
    let count = arguments.integer("replicas")
    let run =
      arguments.text("type") == "g-counter"
      ? GossipRun(counters: count, seed: arguments.seed())
      : GossipRun(sets: count, seed: arguments.seed())
    return run.lines(on: canvas)
  }
}

/// Rounds of gossip over some replicated value, and what each replica shows after each round.
struct GossipRun {
  /// What each replica shows, at the start and after each round.
  private(set) var shown: [[String]]
  /// Who sent to whom in each round.
  private(set) var exchanges: [[GossipRound.Exchange]] = []

  /// A value is equal everywhere after fewer rounds than this, in all likelihood by far.
  private static let patience = 200

  /// Counters of which each replica has counted a few in its own slot.
  init(counters count: Int, seed: UInt64) {
    let states = (1...UInt32(count)).map { number in
      GCounter(replica: NodeID(number), slots: [NodeID(number): UInt64(number % 5 + 1)])
    }
    self.init(states, seed: seed) { "\($0.value)" }
  }

  /// Sets to which each replica has added one letter of its own.
  init(sets count: Int, seed: UInt64) {
    let letters = Array("abcdefghijkl".map(String.init).prefix(count))
    let states = (1...UInt32(count)).map { number in
      var set = CompactORSet<String>(replica: NodeID(number))
      set.add(letters[Int(number) - 1])
      return set
    }
    self.init(states, seed: seed) { set in
      letters.map { set.contains($0) ? $0 : "·" }.joined()
    }
  }

  private init<State: Mergeable & Equatable>(
    _ states: [State], seed: UInt64, show: (State) -> String
  ) {
    var states = states
    var random = RandomSource(seed: seed)
    shown = [states.map(show)]
    while !states.allSatisfy({ $0 == states[0] }), exchanges.count < Self.patience {
      let count = states.count
      exchanges.append(
        GossipRound.run(over: &states) { _ in random.index(below: count - 1) })
      shown.append(states.map(show))
    }
  }

  func lines(on canvas: Figure.Canvas) -> [StyledLine] {
    let page = FigureText(canvas: canvas)
    let count = shown[0].count
    let merges = exchanges.reduce(0) { $0 + $1.count }
    let end = page.wrapped(
      "\(count) replicas are equal after \(exchanges.count) "
        + "\(exchanges.count == 1 ? "round" : "rounds") and \(merges) merges.")
    let cell = max(3, shown.joined().map(\.count).max() ?? 0)
    let fits = 8 + count * (cell + 2) <= canvas.width
    guard !canvas.isASCII, fits else { return sentences(page) + end }
    var lines = [
      StyledLine(
        Self.row("", (1...count).map { "n\($0)" }, cell), Style(nil, .bold))
    ]
    for (round, values) in shown.enumerated() {
      if round > 0 {
        lines += page.wrapped(
          sent(round - 1).joined(separator: "  "), Style(nil, .dim), indent: 2)
      }
      lines.append(line(round, values, cell))
    }
    return lines + [StyledLine()] + end
  }

  /// A row in which what has reached its last value stands out.
  private func line(_ round: Int, _ values: [String], _ cell: Int) -> StyledLine {
    let last = shown[shown.count - 1][0]
    let head = Self.padded(round == 0 ? "start" : "\(round)", 6)
    return StyledLine(
      [.init(head)]
        + values.map { value in
          .init("  " + Self.padded(value, cell), value == last ? Style(.cyan) : .plain)
        })
  }

  private func sent(_ round: Int) -> [String] {
    exchanges[round].map { "n\($0.sender + 1)→n\($0.receiver + 1)" }
  }

  private func sentences(_ page: FigureText) -> [StyledLine] {
    shown.enumerated().flatMap { round, values -> [StyledLine] in
      let states = values.enumerated().map { "n\($0 + 1) \($1)" }.joined(separator: ", ")
      guard round > 0 else { return page.wrapped("Start: \(states).") }
      let sent = exchanges[round - 1].map { "n\($0.sender + 1) to n\($0.receiver + 1)" }
      return page.wrapped("Round \(round): \(sent.joined(separator: ", ")). Then \(states).")
    }
  }

  private static func row(_ head: String, _ cells: [String], _ cell: Int) -> String {
    padded(head, 6) + cells.map { "  " + padded($0, cell) }.joined()
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
