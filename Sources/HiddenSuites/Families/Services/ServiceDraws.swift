import ExerciseKit
import Simulation

/// What a random run is like.
struct ServicePlan: Sendable {
  var cast: ServiceCast
  /// How many clients write; the others read.
  var writers: Int
  /// How many operations there are in all.
  var operations: Int
  /// How many servers stop.
  var stops: Int
}

/// Draws the events of a run: messages are doubled, reordered and delayed past everything else, servers
/// stop, clients
/// give up or fall silent. In the end every message arrives, so that operations can end.
struct ServiceDraws<Model: ServiceModel>: Sendable {
  typealias Event = ServiceEvent<Model.Object.Input>

  let plan: ServicePlan
  private let model: Model
  private var random: RandomSource
  private var begun = 0
  private var stopped = 0
  /// What has not arrived: a request and a server that has not served it, or an answer not heard.
  private var fast: [Event] = []
  /// The same, for messages that take very long.
  private var slow: [Event] = []
  private var delivered: [Event] = []
  /// How much of the run has been looked at.
  private var seen = 0
  /// Clients that do and hear nothing any more.
  private var silent: Set<Int> = []

  init(_ plan: ServicePlan, _ model: Model, seed: UInt64) {
    self.plan = plan
    self.model = model
    random = RandomSource(seed: seed)
  }

  /// The next event; nil at the end of the run.
  mutating func next(in run: ServiceRun<Model>) -> Event? {
    look(at: run)
    for _ in 0..<50 {
      guard let event = draw(run) else { return nil }
      if let client = hearer(event), silent.contains(client) { continue }
      if run.allows(event) { return event }
    }
    return nil
  }

  private func hearer(_ event: Event) -> Int? {
    if case .hear(let client, _) = event { client } else { nil }
  }

  /// Puts what was sent since on its way.
  private mutating func look(at run: ServiceRun<Model>) {
    for place in seen..<run.script.events.count {
      if run.sent[place] != nil {
        for server in plan.cast.servers.indices {
          put(.serve(server: server, request: place), slowly: random.chance(1, in: 3))
        }
      }
      if let answer = run.answered[place], let client = run.sent[answer.request]?.client {
        put(.hear(client: client, reply: place), slowly: random.chance(1, in: 8))
      }
    }
    seen = run.script.events.count
  }

  private mutating func put(_ event: Event, slowly isSlow: Bool) {
    if isSlow { slow.append(event) } else { fast.append(event) }
  }

  private mutating func draw(_ run: ServiceRun<Model>) -> Event? {
    if stopped < plan.stops, random.chance(1, in: 12) {
      stopped += 1
      return .stop(server: random.index(below: plan.cast.servers.count))
    }
    if begun < plan.operations, let start = start(run) { return start }
    if !delivered.isEmpty, random.chance(1, in: 10) {
      return delivered[random.index(below: delivered.count)]
    }
    if !fast.isEmpty, !random.chance(1, in: 16) {
      let event = fast.remove(at: random.index(below: fast.count))
      delivered.append(event)
      return event
    }
    guard begun == plan.operations || random.chance(1, in: 4) || fast.isEmpty, !slow.isEmpty else {
      return fast.popLast()
    }
    return slow.remove(at: random.index(below: slow.count))
  }

  /// A client begins: an idle one, or now and then one that gives up what it does.
  private mutating func start(_ run: ServiceRun<Model>) -> Event? {
    guard fast.isEmpty || random.chance(1, in: 6) else { return nil }
    let client = random.index(below: plan.cast.clients.count)
    guard !silent.contains(client) else { return nil }
    if run.open[client] != nil {
      if random.chance(1, in: 30), silent.count + 2 < plan.cast.clients.count {
        silent.insert(client)
      }
      guard random.chance(1, in: 15) else { return nil }
    }
    begun += 1
    return .start(
      client: client,
      model.draw(isWriter: client < plan.writers, number: begun, random: &random))
  }
}
