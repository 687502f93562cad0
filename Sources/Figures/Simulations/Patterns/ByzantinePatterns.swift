import Checking
import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A replica of PBFT, or a traitor: two replicas behind one name, of which each talks to a half of the others. Two
/// traitors are the same two halves.
enum ByzantineNode: ToldNode {
  typealias Stored = ByzantineReplica.Stored
  enum Input { case propose(Int), timeout, retransmit }
  struct Message {
    let message: ByzantineReplica.Message
    /// Between traitors: which of their halves speaks.
    var half: Int?
  }
  struct Sight {
    let sequence: Int
    let request: String
  }
  typealias Effect = FaultyRun<ByzantineNode>.Effect

  static let ids = (0...3).map { NodeID($0) }
  private static let requests = ["a", "b", "c", "d"]

  /// A replica whose timer runs out at a step of the run, if it runs.
  case honest(ByzantineReplica, due: Int?, now: Int)
  case traitor(NodeID, [ByzantineReplica], traitors: Int)

  private static func replica(_ id: NodeID, _ stored: Stored?) -> ByzantineReplica {
    ByzantineReplica(
      id: id, members: ids, primary: ids[0], interval: 2, stored: stored ?? Stored())
  }

  init(_ id: NodeID, _ stored: Stored?, traitors: Int) {
    if id.number < traitors {
      self = .traitor(id, [Self.replica(id, nil), Self.replica(id, nil)], traitors: traitors)
    } else {
      self = .honest(Self.replica(id, stored), due: nil, now: 0)
    }
  }

  /// Which half of the honest a node belongs to.
  private static func half(of id: NodeID) -> Int { id.number == 2 ? 0 : 1 }

  var hasExecuted: Bool {
    if case .honest(let replica, _, _) = self { !replica.executed.isEmpty } else { true }
  }
  var isDue: Bool {
    if case .honest(_, let due?, let now) = self { now >= due } else { false }
  }
  var told: String {
    switch self {
    case .honest(let replica, _, _):
      "v\(replica.view)\(replica.isChangingView ? "?" : "") "
        + replica.executed.joined(separator: " ")
    case .traitor: "traitor"
    }
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .propose: "is asked"
    case .timeout: "timeout"
    case .retransmit: "says it again"
    }
  }
  static func label(_ message: Message) -> String {
    switch message.message {
    case .request(let request): "wants \(request)"
    case .prePrepare(_, let number, let request): "pre-prepare \(number) \(request ?? "-")"
    case .prepare(_, let number, let request): "prepare \(number) \(request ?? "-")"
    case .commit(_, let number, let request): "commit \(number) \(request ?? "-")"
    case .checkpoint(let number, _): "checkpoint \(number)"
    case .stable(let checkpoint): "stable \(checkpoint.sequence)"
    case .fetch(let number): "state after \(number)?"
    case .state: "state"
    case .viewChange(let change): "view \(change.view)?"
    case .newView(let view): "new view \(view.view)"
    }
  }
  static func label(_ sight: Sight) -> String { "executes \(sight.sequence) \(sight.request)" }
  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    earlier.sequence == later.sequence && earlier.request != later.request
      ? "executes \(later.request) as number \(later.sequence), which was \(earlier.request) at"
      : nil
  }

  mutating func notice(_ now: Int) {
    if case .honest(let replica, let due, _) = self { self = .honest(replica, due: due, now: now) }
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    // A traitor tells its halves of other requests first.
    case .propose(let choice): step([0, 1]) { $0.propose(Self.requests[(choice + 2 * $1) % 4]) }
    case .timeout: step([0, 1]) { replica, _ in replica.timeout() }
    case .retransmit: step([0, 1]) { replica, _ in replica.retransmit() }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    step([message.half ?? Self.half(of: sender)]) { replica, _ in
      replica.receive(message.message, from: sender)
    }
  }

  private mutating func step(
    _ halves: [Int], _ change: (inout ByzantineReplica, Int) -> [ByzantineReplica.Output]
  ) -> [Effect] {
    switch self {
    case .honest(var replica, var due, let now):
      let outputs = change(&replica, Self.half(of: replica.id))
      for output in outputs {
        switch output {
        case .setTimer(let doublings): due = now + 200 << min(doublings, 6)
        case .stopTimer: due = nil
        case .persist, .broadcast, .send, .execute, .install: break
        }
      }
      self = .honest(replica, due: due, now: now)
      return outputs.flatMap { Self.effects($0, of: replica.id) { _ in true } }
    case .traitor(let id, var faces, let traitors):
      var effects: [Effect] = []
      for half in halves {
        for output in change(&faces[half], half) {
          effects += Self.effects(output, of: id, half: half) { other in
            other.number < traitors || Self.half(of: other) == half
          }
        }
      }
      self = .traitor(id, faces, traitors: traitors)
      return effects
    }
  }

  private static func effects(
    _ output: ByzantineReplica.Output, of id: NodeID, half: Int? = nil,
    where isTold: (NodeID) -> Bool
  ) -> [Effect] {
    switch output {
    case .persist(let stored): half == nil ? [.persist(stored)] : []
    case .broadcast(let message):
      ids.filter { $0 != id && isTold($0) }.map {
        .send(Message(message: message, half: half), to: $0)
      }
    case .send(let message, let receiver):
      isTold(receiver) ? [.send(Message(message: message, half: half), to: receiver)] : []
    case .execute(let sequence, let request):
      half == nil ? [.show(Sight(sequence: sequence, request: request))] : []
    case .install, .setTimer, .stopTimer: []
    }
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    run.lack { $0.hasExecuted ? nil : "has executed nothing" }
  }
}

extension SimulatedPattern {
  static let pbft = SimulatedPattern(
    "pbft",
    guarantee: "Honest replicas execute the same request under each number, and in the end some.",
    model: usualModel + ", and one traitor among four",
    nodes: ByzantineNode.ids,
    on: Network(losses: 50, copies: 50, stops: 5, steps: 600, calm: 2500),
    parameters: [
      Parameter(
        "traitors", "how many tell two stories, the primary first", .integer(0...2), standard: "1")
    ],
    beyond: [
      Beyond("traitors=2", what: "two traitors among four") { $0.integer("traitors") > 1 }
    ],
    start: { arguments, id, stored in
      ByzantineNode(id, stored, traitors: arguments.integer("traitors"))
    },
    input: { turn in
      if turn.node.isDue { return .timeout }
      switch turn.choice {
      case ..<150: return .propose(turn.choice)
      case ..<230: return .retransmit
      default: return nil
      }
    })

  static let oralMessages = SimulatedPattern(
    "oral-messages",
    guarantee: "Loyal lieutenants agree, and follow a loyal commander.",
    model: "one traitor among four generals or more, with messages that arrive from whom they say",
    parameters: [
      Parameter(
        "generals", "how many there are, the commander included", .integer(3...5), standard: "4"),
      Parameter(
        "traitor", "who lies: 0 is the commander, 1 and up the lieutenants; -1 is nobody",
        .integer(-1...2), standard: "1"),
      Parameter(
        "order", "what the commander orders", .choice(["attack", "retreat"]), standard: "attack"),
    ],
    beyond: [
      Beyond("generals=3", what: "three generals with one traitor") {
        $0.integer("generals") == 3 && $0.integer("traitor") >= 0
      }
    ]
  ) { arguments in
    let run = GeneralsRun(
      generals: arguments.integer("generals"), traitor: arguments.integer("traitor"),
      order: arguments.text("order") == "attack" ? .attack : .retreat)
    return SimulatedStory(
      lanes: run.lanes, states: run.lanes.map { _ in "" }, steps: run.steps, marked: run.marked,
      counts: "\(run.steps.count) steps.",
      violation: run.isGood ? nil : String(run.verdict.dropLast()))
  }
}
