import Checking
import Simulation

/// A run that no protocol would produce, to try the drawing with.
struct GeneratedRun {
  private var random: RandomSource
  private let lanes: Int

  /// Makes the run that the seed names.
  static func run(seed: UInt64, lanes: Int) -> Counterexample {
    var generator = GeneratedRun(random: RandomSource(seed: seed), lanes: lanes)
    return generator.run()
  }

  private mutating func run() -> Counterexample {
    let count = random.index(below: 15)
    let steps = (0..<count).map { step($0) }
    return Counterexample(
      lanes: (0..<lanes).map { _ in text(words: 1) },
      initialStates: (0..<lanes).map { _ in text(words: 3) },
      steps: steps,
      violation: .init(
        sentence: text(words: 30), steps: steps.indices.filter { _ in random.chance(1, in: 4) }),
      isShortest: random.chance(1, in: 2),
      schedule: .init(check: "generated", setting: "\(lanes) lanes", events: []))
  }

  private mutating func step(_ index: Int) -> Counterexample.Step {
    let event: Counterexample.Event =
      switch random.index(below: 5) {
      case 0: .local(lane: lane(), label: text(words: 4))
      case 1: .restart(lane: lane())
      default:
        .delivery(
          from: lane(), to: lane(), label: text(words: 5),
          sentIn: random.chance(1, in: 4) || index == 0 ? nil : random.index(below: index))
      }
    return Counterexample.Step(
      event: event, sentence: text(words: 25),
      state: random.chance(1, in: 2) ? text(words: 4) : nil,
      lost: (0..<max(0, random.index(below: 6) - 2)).map { _ in
        .init(to: lane(), label: text(words: 3))
      })
  }

  private mutating func lane() -> Int { random.index(below: lanes) }

  private static let vocabulary = [
    "vote", "term", "1", "follower", "candidate", "requestVote(term:lastLogIndex:lastLogTerm:)",
    "节点", "候选人候选人候选人候选人候选人", "é", "e\u{301}", "👩‍👩‍👧", "❤️", "→", "\u{1b}[31m", "\u{202e}", "\n",
    "\u{9b}", "\u{fe0f}", "🇩", "\u{200d}", "a\tb", "", "\u{200b}", "한국어", "…", "\u{7f}", "\u{301}",
  ]

  private mutating func text(words: Int) -> String {
    (0..<random.index(below: words + 1))
      .map { _ in Self.vocabulary[random.index(below: Self.vocabulary.count)] }
      .joined(separator: " ")
  }
}
