import Simulation
import Wire

/// Where the events of a run come from.
enum ProtocolSource<Model: ProtocolModel> {
  /// - `rests`: whether the network heals at the script's end.
  case script([ProtocolEvent<Model.Move>], rests: Bool)
  case drawn(ProtocolDraws<Model>)
}

/// Lets events happen in a run, up to each that asks a submission something.
struct ProtocolPlayer<Model: ProtocolModel> {
  typealias Run = ProtocolRun<Model>

  private(set) var run: Run
  private var source: ProtocolSource<Model>
  private var next = 0
  /// For each event of a script where it is in the run; nil when it could not happen.
  private var places: [Int?] = []
  /// Where in the run the network heals; nil while it has not.
  private(set) var healsAt: Int?
  /// Whether the run must have come to its end when the events have.
  private let mustFinish: Bool

  /// - Parameter rests: true to let the network heal at the script's end.
  init(_ model: Model, _ script: ProtocolScript<Model>, rests: Bool = false) {
    run = Run(model, script.setting)
    source = .script(script.events, rests: rests)
    mustFinish = rests
  }

  init(_ model: Model, drawing draws: ProtocolDraws<Model>) {
    run = Run(model, draws.plan.setting)
    source = .drawn(draws)
    mustFinish = true
  }

  /// Goes on to the next event in which a submission is asked something; nil at the end.
  mutating func advance() -> [Run.Task]? {
    while !run.isOver, let event = nextEvent() {
      guard let tasks = run.begin(event) else {
        if case .script = source { places.append(nil) }
        continue
      }
      if case .script = source { places.append(run.script.events.count - 1) }
      if tasks.contains(where: { !$0.asks.isEmpty }) { return tasks }
      run.finish(tasks.map { ($0, []) })
    }
    if mustFinish { run.comesToRest() }
    return nil
  }

  mutating func take(_ tasks: [(task: Run.Task, answers: [Model.Words.Answer])]) {
    run.finish(tasks)
  }

  private mutating func nextEvent() -> ProtocolEvent<Model.Move>? {
    switch source {
    case .drawn(var draws):
      // Held once, or each event would copy all that is on its way.
      source = .script([], rests: false)
      let event = draws.next(in: run)
      if draws.isResting, healsAt == nil { healsAt = run.script.events.count }
      source = .drawn(draws)
      return event
    case .script(let events, let rests):
      while next < events.count {
        let event = events[next]
        next += 1
        guard let origin = event.origin else { return event }
        if let place = places[origin] { return event.moved(to: place) }
        places.append(nil)
      }
      guard rests else { return nil }
      source = .drawn(
        ProtocolDraws(ProtocolPlan(setting: run.script.setting, events: 0), run.model, seed: 0))
      return nextEvent()
    }
  }
}

extension ProtocolPlayer {
  /// Plays runs to their ends, all at once: what nodes of different runs are asked travels together.
  static func play(
    _ players: [ProtocolPlayer], on subject: any Subject
  ) throws(Stop) -> [ProtocolPlayer] {
    var players = players
    let width = players.map(\.run.names.count).max() ?? 1
    var active = Array(players.indices)
    while !active.isEmpty {
      var inquiry = Inquiry<Model.Words>()
      var asked: [(player: Int, tasks: [Run.Task])] = []
      for number in active {
        guard let tasks = players[number].advance() else { continue }
        for task in tasks {
          inquiry.ask(task.asks, slot: number * width + task.node)
        }
        asked.append((number, tasks))
      }
      var answers = try inquiry.replies(from: subject).answers[...]
      for (number, tasks) in asked {
        var told: [(task: Run.Task, answers: [Model.Words.Answer])] = []
        for task in tasks {
          told.append((task, Array(answers.prefix(task.callCount))))
          answers = answers.dropFirst(task.callCount)
        }
        players[number].take(told)
      }
      active = asked.map(\.player)
    }
    return players
  }
}

extension Inquiry {
  /// Asks the value in a slot.
  mutating func ask(_ asks: [ProtocolAsk<Words>], slot: Int) {
    for ask in asks {
      switch ask {
      case .make(let arguments): make(slot, arguments)
      case .call(let call): self.call(slot, call)
      }
    }
  }
}
