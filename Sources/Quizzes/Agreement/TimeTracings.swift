import Simulation
import Solutions

/// Questions on bounded clocks, branches and traitors.
enum TimeTracings {
  static let all = [earliestVisibleTime, whichBranchWins, oralMessagesDecision]

  /// When may a transaction be seen?
  private static let earliestVisibleTime = TracingQuestion("earliest-visible-time") { random in
    let uncertainty = Int64(2 + random.index(below: 7))
    let start = Int64(100 + 10 * random.index(below: 40))
    let replication = Int64(1 + random.index(below: 19))
    let clock = TrueTimeClock(offset: 0, uncertainty: uncertainty)
    var leader = CommitWaiter()
    let timestamp = leader.begin(1, now: clock.now(at: start), prepared: [])
    var time = start
    while leader.poll(now: clock.now(at: time)).isEmpty { time += 1 }
    let right = max(time, start + replication)
    let candidates: [(Int64, String, String)] = [
      (
        max(start + uncertainty + 1, start + replication), "the wait is the uncertainty",
        "Then `earliest` is just past \(start), not past \(timestamp)."
      ),
      (
        time + replication, "replication and wait add up",
        "Replication runs during the wait; the longer of the two decides."
      ),
      (
        start + replication, "replicated is visible",
        "The timestamp may not be past yet on some other clock."
      ),
      (
        timestamp, "the timestamp is the visible time", "At \(timestamp) the clock is not sure yet."
      ),
      (time, "replication does not count", "It must be replicated too before anybody sees it."),
    ]
    var choices: [Choice] = [.right("\(right)")]
    for (value, misconception, why) in candidates
    where choices.count < 4 && !choices.contains(where: { $0.text == "\(value)" }) {
      choices.append(.wrong("\(value)", misconception, why: why))
    }
    return Question(
      ask: "A clock with an uncertainty of \(uncertainty) ms says [\(start - uncertainty), "
        + "\(start + uncertainty)] when a leader takes its timestamp, and it runs at the right rate. "
        + "Replication takes \(replication) ms. The clock's middle is at which whole millisecond when "
        + "the transaction may first be seen?",
      answer: .single(choices),
      why:
        "The timestamp is \(timestamp). `earliest` is first greater when the middle is at \(time), "
        + "and replication is done at \(start + replication); the later of the two is \(right).")
  }

  /// Which branch is the chain?
  private static let whichBranchWins = TracingQuestion("which-branch-wins") { random in
    let lengths = (a: 2 + random.index(below: 3), b: 2 + random.index(below: 3))
    func branch(_ name: String, _ length: Int, _ random: inout RandomSource) -> [Block] {
      (1...length).map {
        Block(
          id: "\(name)\($0)", parent: $0 == 1 ? "start" : "\(name)\($0 - 1)",
          work: UInt64(1 + random.index(below: 3)))
      }
    }
    var rest = [branch("a", lengths.a, &random), branch("b", lengths.b, &random)]
    var view = ChainView(genesis: "start", maxLocks: nil)
    var arrivals: [Block] = []
    while !rest.allSatisfy(\.isEmpty) {
      let pick = rest[0].isEmpty ? 1 : rest[1].isEmpty ? 0 : random.index(below: 2)
      let block = rest[pick].removeFirst()
      arrivals.append(block)
      _ = view.receive(block)
    }
    let works = ["a", "b"].map { name in
      arrivals.filter { $0.id.hasPrefix(name) }.reduce(0) { $0 + $1.work }
    }
    let tips = ["a\(lengths.a)", "b\(lengths.b)"]
    let other = view.tip == tips[0] ? tips[1] : tips[0]
    let isOtherLonger =
      other == tips[0] ? lengths.a > lengths.b : lengths.b > lengths.a
    let misconception =
      isOtherLonger
      ? "the longest chain wins"
      : arrivals.last?.id == other ? "the newest block wins" : "the first branch wins"
    return Question(
      ask: "A node receives these blocks in this order, each with its work: "
        + arrivals.map { "`\($0.id)` (on `\($0.parent)`, \($0.work))" }.joined(separator: ", ")
        + ". Which block is its tip?",
      answer: .single([
        .right("`\(view.tip)`"),
        .wrong(
          "`\(other)`", misconception,
          why: "Work counts, and between equal branches the one that was there first."),
        .wrong(
          "Both, until one more block comes", "a node can follow two chains",
          why: "A node always has one tip; of equal branches it keeps the one it had."),
      ]),
      why: "Branch a has work \(works[0]), branch b \(works[1])"
        + (works[0] == works[1] ? ", so the node keeps the one that reached that work first." : ".")
    )
  }

  /// What does a lieutenant decide?
  private static let oralMessagesDecision = TracingQuestion("oral-messages-decision") { random in
    let generals = 3 + random.index(below: 2)
    let order: OralMessages.Order = random.chance(1, in: 2) ? .attack : .retreat
    let traitor = random.index(below: generals)
    let lieutenant = [Int](1..<generals).filter { $0 != traitor }[0]
    var words: [OralMessages.Order] = []
    for _ in 0..<generals { words.append(random.chance(1, in: 2) ? .attack : .retreat) }
    var told: [Int: OralMessages.Order] = [:]
    var heard: [(from: Int, order: OralMessages.Order)] = []
    let decisions = OralMessages(generals: generals, rounds: 1).run(commander: 0, order: order) {
      path, from, to in
      let said = from == traitor ? words[to] : nil
      if path.count == 1 { told[to] = said ?? order }
      if to == lieutenant { heard.append((from, said ?? told[from] ?? order)) }
      return said
    }
    let right = decisions[lieutenant] ?? .retreat
    let wrong: OralMessages.Order = right == .attack ? .retreat : .attack
    let fromCommander = told[lieutenant] ?? order
    let relayed = heard.filter { $0.from != 0 }
    let misconception =
      fromCommander == wrong
      ? "the commander's word decides alone" : "only what others relay counts"
    return Question(
      ask: "\(generals) generals, one round of relaying, and a tie means retreat. Lieutenant "
        + "\(lieutenant) hears from the commander: \(fromCommander.rawValue). "
        + relayed.map { "Lieutenant \($0.from) tells him the commander said \($0.order.rawValue)." }
        .joined(separator: " ") + " What does lieutenant \(lieutenant) decide?",
      answer: .single([
        .right(right.rawValue),
        .wrong(
          wrong.rawValue, misconception,
          why: "He counts the commander's word and every relayed one, each once."),
        .wrong(
          "He cannot decide", "conflicting words leave no decision",
          why: "The majority decides, and a tie is retreat."),
      ]),
      why: "He has \(words(of: .attack, fromCommander, relayed)) for attack and "
        + "\(words(of: .retreat, fromCommander, relayed)) for retreat.")
  }

  private static func words(
    of order: OralMessages.Order, _ fromCommander: OralMessages.Order,
    _ relayed: [(from: Int, order: OralMessages.Order)]
  ) -> Int {
    (fromCommander == order ? 1 : 0) + relayed.count { $0.order == order }
  }
}
