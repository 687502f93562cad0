import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A server of a small replicated log in which only lengths count: a leader of a term lengthens it, what a majority
/// has is written, and a new leader begins with the longest that a majority has.
struct ReadingNode: ToldNode {
  enum Input { case stand, write, read, round }
  enum Message {
    case follow(Term), follows(Term, length: Int), append(Term, length: Int)
    case has(Term, length: Int), round(Term, UInt64), heard(Term, UInt64)
  }
  struct Stored {
    var term = 0
    var length = 0
  }
  enum Sight {
    case wrote(Int)
    /// A read that is answered, with how much was written when it was asked.
    case read(Int, asked: Int)
  }
  typealias Effect = FaultyRun<ReadingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private let others: [NodeID]
  private let checks: Bool
  private var stored: Stored
  private var supporters: [NodeID: Int] = [:]
  private(set) var leader: ReadIndexLeader?
  private var holders: [NodeID: Int] = [:]
  private var committed = 0
  private var firstOfTerm = 0
  private var lastRound: UInt64 = 0
  private var now = 0

  init(_ id: NodeID, _ stored: Stored?, checks: Bool) {
    others = Self.ids.filter { $0 != id }
    self.stored = stored ?? Stored()
    self.checks = checks
  }

  var told: String {
    "t\(stored.term) \(stored.length)\(leader == nil ? "" : " leads, c\(committed)")"
  }
  static func label(_ input: Input) -> String {
    switch input {
    case .stand: "stands"
    case .write: "is asked to write"
    case .read: "is asked to read"
    case .round: "asks whether it leads"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .follow(let term): "follow t\(term)?"
    case .follows(let term, let length): "t\(term), has \(length)"
    case .append(let term, let length): "t\(term): up to \(length)"
    case .has(let term, let length): "t\(term): has \(length)"
    case .round(let term, let round): "t\(term) round \(round)"
    case .heard(let term, let round): "t\(term) heard \(round)"
    }
  }
  static func label(_ sight: Sight) -> String {
    switch sight {
    case .wrote(let index): "has written \(index)"
    case .read(let index, _): "reads \(index)"
    }
  }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .stand:
      stored.term += 1
      // A term is one server's: of three, whoever's number it has.
      while others.contains(NodeID(UInt32(stored.term % 3 + 1))) { stored.term += 1 }
      (leader, supporters, holders) = (nil, [:], [:])
      return [.persist(stored)] + others.map { .send(.follow(stored.term), to: $0) }
    case .write:
      guard leader != nil else { return [] }
      stored.length += 1
      return [.persist(stored)]
        + others.map { .send(.append(stored.term, length: stored.length), to: $0) }
    case .read:
      guard leader != nil else { return [] }
      if !checks { return [.show(.read(committed, asked: now))] }
      guard let round = leader?.requestRead(now) else { return [] }
      lastRound = round
      return others.map { .send(.round(stored.term, round), to: $0) }
    case .round:
      guard leader != nil else { return [] }
      return others.flatMap { other -> [Effect] in
        [
          .send(.append(stored.term, length: stored.length), to: other),
          .send(.round(stored.term, lastRound), to: other),
        ]
      }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch message {
    case .follow(let term):
      guard adopt(term) else { return [] }
      return [.persist(stored), .send(.follows(term, length: stored.length), to: sender)]
    case .follows(let term, let length):
      guard term == stored.term, leader == nil else { return [] }
      supporters[sender] = length
      return lead()
    case .append(let term, let length):
      guard adopt(term) else { return [] }
      stored.length = max(stored.length, length)
      return [.persist(stored), .send(.has(term, length: stored.length), to: sender)]
    case .has(let term, let length):
      guard term == stored.term, leader != nil else { return [] }
      holders[sender] = max(length, holders[sender] ?? 0)
      return commit()
    case .round(let term, let round):
      _ = adopt(term)
      return [.persist(stored), .send(.heard(stored.term, round), to: sender)]
    case .heard(let term, let round):
      let ready = leader?.acknowledge(round: round, from: sender, term: term) ?? []
      return ready.map { .show(.read(committed, asked: $0)) }
    }
  }

  /// False for a term that is over.
  private mutating func adopt(_ term: Term) -> Bool {
    guard term >= stored.term else { return false }
    if term > stored.term { (stored.term, leader) = (term, nil) }
    return true
  }

  private mutating func lead() -> [Effect] {
    stored.length = max(stored.length, supporters.values.max() ?? 0) + 1
    firstOfTerm = stored.length
    leader = ReadIndexLeader(
      term: stored.term, peers: others, commitIndex: 0, firstIndexOfTerm: firstOfTerm)
    return [.persist(stored)]
      + others.map { .send(.append(stored.term, length: stored.length), to: $0) }
  }

  /// The longest that one other has is on a majority of three.
  private mutating func commit() -> [Effect] {
    let length = min(stored.length, holders.values.max() ?? 0)
    guard length > committed, length >= firstOfTerm else { return [] }
    committed = length
    leader?.committed(upTo: length)
    let ready = leader?.applied(upTo: length) ?? []
    return [.show(.wrote(length))] + ready.map { .show(.read(length, asked: $0)) }
  }

  static func broken(_ run: FaultyRun<Self>) -> Broken? {
    var written: [(index: Int, step: Int, moment: Int)] = []
    for (number, step) in run.steps.enumerated() {
      for sight in step.shown {
        switch sight {
        case .wrote(let index): written.append((index, number, step.after.now))
        case .read(let index, let asked):
          guard let missed = written.last(where: { $0.moment < asked && $0.index > index }) else {
            continue
          }
          return Broken(
            sentence:
              "\(step.node) reads \(index), and \(missed.index) was written before the read was asked",
            steps: [missed.step, number])
        }
      }
    }
    return nil
  }
}

extension SimulatedPattern {
  static let readIndex = SimulatedPattern(
    "read-index", guarantee: "A read sees every write that was answered before it was asked.",
    nodes: ReadingNode.ids,
    parameters: [
      Parameter(
        "check", "whether a leader asks if it still leads before it answers a read",
        .choice(["on", "off"]), standard: "on")
    ],
    beyond: [Beyond("check", is: "off", what: "a leader that answers at once")],
    start: { arguments, id, stored in
      ReadingNode(id, stored, checks: arguments.text("check") == "on")
    },
    input: { turn in
      guard turn.node.leader != nil else { return turn.choice < 100 ? .stand : nil }
      switch turn.choice {
      case ..<350: return .write
      case ..<750: return .read
      default: return .round
      }
    })
}
