import Simulation
import Wire

/// Where the events of a run come from.
enum ServiceSource<Model: ServiceModel> {
  case script([ServiceEvent<Model.Object.Input>])
  case drawn(ServiceDraws<Model>)
}

/// Lets events happen in a run, up to each call of a client.
struct ServicePlayer<Model: ServiceModel> {
  private(set) var run: ServiceRun<Model>
  private var source: ServiceSource<Model>
  private var next = 0
  /// For each event of a script where it is in the run; nil when it could not happen.
  private var places: [Int?] = []

  init(_ model: Model, _ script: ServiceScript<Model>) {
    run = ServiceRun(model, script.cast)
    source = .script(script.events)
  }

  init(_ model: Model, drawing draws: ServiceDraws<Model>) {
    run = ServiceRun(model, draws.plan.cast)
    source = .drawn(draws)
  }

  /// True when every event of the script could happen.
  var isComplete: Bool { places.allSatisfy { $0 != nil } }

  /// Goes on to the next call of a client; nil at the end.
  mutating func advance() -> (client: Int, call: Model.Words.Call)? {
    while run.fault == nil, let event = nextEvent() {
      if let call = run.apply(event) { return call }
    }
    return nil
  }

  mutating func take(_ answer: Model.Words.Answer, of client: Int) { run.take(answer, of: client) }

  private mutating func nextEvent() -> ServiceEvent<Model.Object.Input>? {
    switch source {
    case .drawn(var draws):
      // Held once, or each event would copy all that is on its way.
      source = .script([])
      let event = draws.next(in: run)
      source = .drawn(draws)
      return event
    case .script(let events):
      while next < events.count {
        let event = events[next]
        next += 1
        let origin = event.origin.map { places[$0] }
        if origin != .some(.none) {
          let moved = event.origin == nil ? event : event.moved(to: (origin ?? 0) ?? 0)
          if run.allows(moved) {
            places.append(run.script.events.count)
            return moved
          }
        }
        places.append(nil)
      }
      return nil
    }
  }
}

extension ServicePlayer {
  /// Plays runs to their ends, all at once: what clients of different runs are told travels together.
  static func play(
    _ players: [ServicePlayer], on subject: any Subject
  ) throws(Stop) -> [ServicePlayer] {
    var players = players
    let width = players.map(\.run.cast.clients.count).max() ?? 1
    var inquiry = Inquiry<Model.Words>()
    for (number, player) in players.enumerated() {
      let cast = player.run.cast
      for (client, id) in cast.clients.enumerated() {
        inquiry.make(
          number * width + client, player.run.model.arguments(for: id, servers: cast.servers))
      }
    }
    var active = Array(players.indices)
    while !active.isEmpty {
      var called: [(player: Int, client: Int)] = []
      for number in active {
        guard let (client, call) = players[number].advance() else { continue }
        inquiry.call(number * width + client, call)
        called.append((number, client))
      }
      let answers = try inquiry.replies(from: subject).answers
      for ((number, client), answer) in zip(called, answers) {
        players[number].take(answer, of: client)
      }
      active = called.map(\.player)
      inquiry = Inquiry()
    }
    return players
  }
}
