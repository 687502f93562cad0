import ExerciseKit
import Simulation
import Solutions

/// Questions on bounded clocks, branches and traitors.
enum TimeTracings {
  static let all = [earliestVisibleTime, whichBranchWins, oralMessagesDecision]

  /// When may a transaction be seen?
  private static let earliestVisibleTime = TracingQuestion(
    "earliest-visible-time", outcomes: ["the wait decides", "replication decides"]
  ) { random in
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
    guard time != start + replication else { return nil }
    let reading = clock.now(at: start)
    let clockText = "says [\(reading.earliest), \(reading.latest)]"
    let replicated = start + replication
    return TracingQuestion.Instance(
      ask: "A clock with an uncertainty of \(uncertainty) ms \(clockText) when a leader takes its "
        + "timestamp, and it runs at the right rate. Replication takes \(replication) ms. At which "
        + "whole millisecond is the clock's middle when the transaction may first be seen?",
      right: .right("\(right)"),
      traps: candidates.map { .wrong("\($0.0)", $0.1, why: $0.2) },
      why:
        "The timestamp is \(timestamp). `earliest` is first greater when the middle is at \(time), "
        + "and replication is done at \(replicated); the later of the two is \(right).",
      outcome: time > replicated ? "the wait decides" : "replication decides")
  }

  /// Which branch is the chain?
  private static let whichBranchWins = TracingQuestion(
    "which-branch-wins", outcomes: ["branch a", "branch b"]
  ) { random in
    let arrivals = arrivalsOfTwoBranches(&random)
    let race = BranchRace(arrivals)
    // Asked only where a misconception leads elsewhere.
    guard let misconception = race.misconception else { return nil }
    let texts = arrivals.map { "`\($0.id)` (on `\($0.parent)`, \($0.work))" }
    let list = texts.joined(separator: ", ")
    let tie =
      race.works[0] == race.works[1] ? ", so the node keeps the one that reached it first." : "."
    return TracingQuestion.Instance(
      ask:
        "A node receives these blocks in this order, each with its work: \(list). Which block is "
        + "its tip?",
      right: .right("`\(race.tip)`"),
      traps: [
        .wrong(
          "`\(race.other)`", misconception,
          why: "Work counts, and between equal branches the one that was there first.")
      ],
      others: [
        .wrong(
          "Both, until one more block comes", "a node can follow two chains",
          why: "A node always has one tip; of equal branches it keeps the one it had.")
      ],
      why: "Branch a has work \(race.works[0]), branch b \(race.works[1])\(tie)",
      outcome: race.tip.hasPrefix("a") ? "branch a" : "branch b")
  }

  /// Two branches whose blocks come mixed.
  private static func arrivalsOfTwoBranches(_ random: inout RandomSource) -> [Block] {
    var rest = ["a", "b"].map { name -> [Block] in
      (1...(2 + random.index(below: 3))).map {
        Block(
          id: "\(name)\($0)", parent: $0 == 1 ? "start" : "\(name)\($0 - 1)",
          work: UInt64(1 + random.index(below: 3)))
      }
    }
    var arrivals: [Block] = []
    while !rest.allSatisfy(\.isEmpty) {
      let pick = rest[0].isEmpty ? 1 : rest[1].isEmpty ? 0 : random.index(below: 2)
      arrivals.append(rest[pick].removeFirst())
    }
    return arrivals
  }

  /// What a node makes of two branches, and what would make somebody choose the other.
  private struct BranchRace {
    let tip: String
    let other: String
    let works: [UInt64]
    let misconception: String?

    init(_ arrivals: [Block]) {
      var view = ChainView(genesis: "start", maxLocks: nil)
      for block in arrivals { _ = view.receive(block) }
      let branches = ["a", "b"].map { name in arrivals.filter { $0.id.hasPrefix(name) } }
      works = branches.map { $0.reduce(UInt64(0)) { $0 + $1.work } }
      let won = view.tip.hasPrefix("a") ? 0 : 1
      let lost = branches[1 - won]
      tip = view.tip
      other = lost.last?.id ?? ""
      misconception =
        lost.count > branches[won].count
        ? "the longest chain wins"
        : arrivals.last == lost.last
          ? "the newest block wins" : arrivals.first == lost.first ? "the first branch wins" : nil
    }
  }

  /// What does a lieutenant decide?
  private static let oralMessagesDecision = TracingQuestion(
    "oral-messages-decision", outcomes: OralMessages.Order.allCases.map(\.rawValue)
  ) { random in
    let generals = 3 + random.index(below: 3)
    let run = OrderHeard(generals: generals, &random)
    guard !run.isUnanimous else { return nil }
    let (lieutenant, relayed, fromCommander) = (run.lieutenant, run.relayed, run.fromCommander)
    let right = run.decision
    let wrong: OralMessages.Order = right == .attack ? .retreat : .attack
    let misconception =
      fromCommander == wrong
      ? "the commander's word decides alone" : "what others relay outweighs the commander"
    let relays = relayed.map { word -> String in
      "Lieutenant \(word.from) tells him the commander said \(word.order.rawValue)."
    }
    let attacks = count(of: .attack, fromCommander, relayed)
    let retreats = count(of: .retreat, fromCommander, relayed)
    let start = "\(generals) generals, one round of relaying, and a tie means retreat. "
    let commander = "Lieutenant \(lieutenant) hears from the commander: \(fromCommander.rawValue). "
    let question = " What does lieutenant \(lieutenant) decide?"
    return TracingQuestion.Instance(
      ask: start + commander + relays.joined(separator: " ") + question,
      right: .right(right.rawValue),
      traps: [
        .wrong(
          wrong.rawValue, misconception,
          why: "He counts the commander's word and every relayed one, each once.")
      ],
      others: [
        .wrong(
          "He cannot decide", "conflicting words leave no decision",
          why: "The majority decides, and a tie is retreat.")
      ],
      why: "He has \(attacks) for attack and \(retreats) for retreat.", outcome: right.rawValue)
  }

  private static func count(
    of order: OralMessages.Order, _ fromCommander: OralMessages.Order,
    _ relayed: [OrderHeard.Word]
  ) -> Int {
    let own = fromCommander == order ? 1 : 0
    return own + relayed.count { $0.order == order }
  }
}

/// What one loyal lieutenant hears in OM(1) with a traitor somewhere, and decides.
private struct OrderHeard {
  struct Word {
    var from: Int
    var order: OralMessages.Order
  }

  let lieutenant: Int
  let fromCommander: OralMessages.Order
  let relayed: [Word]
  let decision: OralMessages.Order

  init(generals: Int, _ random: inout RandomSource) {
    let order: OralMessages.Order = random.chance(1, in: 2) ? .attack : .retreat
    let traitor = random.index(below: generals)
    var lies: [OralMessages.Order] = []
    for _ in 0..<generals { lies.append(random.chance(1, in: 2) ? .attack : .retreat) }
    let listener = traitor == 1 ? 2 : 1
    var told: [Int: OralMessages.Order] = [:]
    var heard: [Word] = []
    let decisions = OralMessages(generals: generals, rounds: 1).run(commander: 0, order: order) {
      path, from, to in
      let said: OralMessages.Order? = from == traitor ? lies[to] : nil
      if path.count == 1 {
        told[to] = said ?? order
      } else if to == listener {
        heard.append(Word(from: from, order: said ?? told[from] ?? order))
      }
      return said
    }
    lieutenant = listener
    fromCommander = told[listener] ?? order
    relayed = heard
    decision = decisions[listener] ?? .retreat
  }

  var isUnanimous: Bool { relayed.allSatisfy { $0.order == fromCommander } }
}
