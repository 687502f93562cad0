import Simulation

/// What a long random run is like.
struct ProtocolPlan<Model: ProtocolModel>: Sendable {
  var setting: Model.Setting
  /// How many events happen before the network heals.
  var events: Int
}

/// Draws the events of a run: messages are lost, doubled, reordered and delayed past everything else, and
/// nodes crash, some between two effects of one step. Then the network heals, and loses nothing more.
struct ProtocolDraws<Model: ProtocolModel>: Sendable {
  typealias Event = ProtocolEvent<Model.Move>

  let plan: ProtocolPlan<Model>
  private let model: Model
  private var random: RandomSource
  private var drawn = 0
  /// What has not arrived, the oldest first.
  private var inFlight: [Event] = []
  /// How much of the run has been looked at.
  private var seen = 0
  private var healing: [Event]?
  /// What is delivered before the next round begins, and how many rounds are left.
  private var round: [Event] = []
  private var roundsLeft = 0
  /// The most that is on its way at once; the network loses what is too much.
  private static var inFlightLimit: Int { 48 }

  init(_ plan: ProtocolPlan<Model>, _ model: Model, seed: UInt64) {
    self.plan = plan
    self.model = model
    random = RandomSource(seed: seed)
  }

  /// True once the network has healed.
  var isResting: Bool { healing != nil }

  /// The next event; nil when everything has come to rest, or should have.
  mutating func next(in run: ProtocolRun<Model>) -> Event? {
    for place in seen..<run.sent.count {
      for sent in run.sent[place] {
        inFlight.append(.receive(node: sent.receiver, origin: place, crashAfter: nil))
      }
    }
    seen = run.sent.count
    drawn += 1
    return drawn <= plan.events ? turmoil(run) : rest(run)
  }

  private mutating func turmoil(_ run: ProtocolRun<Model>) -> Event? {
    while inFlight.count > Self.inFlightLimit {
      inFlight.remove(at: random.index(below: inFlight.count))
    }
    if random.chance(1, in: 24) { return .restart(node: random.index(below: run.names.count)) }
    if inFlight.isEmpty || random.chance(1, in: 4) {
      for _ in 0..<4 {
        if let move = model.draw(run.nodes, number: drawn, random: &random) { return .move(move) }
      }
    }
    guard !inFlight.isEmpty else { return .restart(node: random.index(below: run.names.count)) }
    // Mostly what was sent lately: what is old has often been overtaken by what makes it harmless.
    let count = random.chance(3, in: 4) ? min(5, inFlight.count) : inFlight.count
    let index = inFlight.count - 1 - random.index(below: count)
    let event = random.chance(1, in: 6) ? inFlight[index] : inFlight.remove(at: index)
    if random.chance(1, in: 8), !inFlight.isEmpty {
      inFlight.remove(at: random.index(below: inFlight.count))
    }
    guard random.chance(1, in: 30), case .receive(let node, let origin, _) = event else {
      return event
    }
    return .receive(node: node, origin: origin, crashAfter: random.index(below: 3))
  }

  private mutating func rest(_ run: ProtocolRun<Model>) -> Event? {
    if healing == nil {
      inFlight = []
      healing = model.healing(run.nodes, number: drawn).map { .move($0) }
      roundsLeft = model.roundsToRest(run.nodes)
    }
    if let first = healing?.first {
      healing?.removeFirst()
      return first
    }
    if round.isEmpty {
      guard roundsLeft > 0, !inFlight.isEmpty else { return nil }
      roundsLeft -= 1
      (round, inFlight) = (inFlight.reversed(), [])
    }
    return round.popLast()
  }
}
