import Histories
import Wire

/// Every run of a few clients with one operation each, within bounds: each request may reach each server
/// any number of times and at any time after it was sent, and what a server answers comes straight back.
///
/// States are told apart by what servers keep, by the canonical forms of clients, and by who had ended
/// when an operation began; a client is asked once for each state of its own and each reply.
struct ServiceSearch<Model: ServiceModel> {
  typealias Input = Model.Object.Input

  /// What a search has come to.
  struct Outcome {
    /// A shortest run that shows a fault, as far as the search could see.
    var script: ServiceScript<Model>?
    var states = 0
    var transitions = 0
    var depth = 0
    /// False when the budget was spent.
    var isWhole = true
    /// What no client form shows.
    var unseen: [String] = []
  }

  /// A client with what it has done so far.
  struct Client: Hashable {
    /// The client's own state, by number.
    var local: Int
    var hasBegun = false
    var output: Model.Object.Output?
    var requests: [Int] = []
    var isFaulty = false
  }

  /// One state of all: numbers of clients' and servers' states, and for each client a bit for each that
  /// had ended when it began.
  private typealias State = [UInt16]

  enum Move: Hashable {
    case start(client: Int)
    case exchange(client: Int, request: Int, server: Int)
  }

  struct Step: Hashable {
    let client: Int
    let place: Int
    /// Of a reply; -1 for the beginning.
    let reply: Int
  }

  let model: Model
  let cast: ServiceCast
  let inputs: [Input]
  /// The most states that are looked at.
  let limit: Int
  /// The most calls that are made: of a client that never comes to the same state again there is no end.
  private static var callLimit: Int { 20_000 }

  private(set) var clients: [[Client]] = []
  private var clientNumbers: [[Client: Int]] = []
  private var locals: [CanonicalForm: Int] = [:]
  private var servers: [Model.Server] = []
  private(set) var serverNumbers: [Model.Server: Int] = [:]
  private var requests: [Model.Request] = []
  private var requestNumbers: [Model.Request: Int] = [:]
  private var replies: [Model.Reply] = []
  private var replyNumbers: [Model.Reply: Int] = [:]
  private(set) var steps: [Step: Int] = [:]
  private(set) var served: [UInt64: (server: Int, reply: Int)] = [:]
  private var judged: [[UInt16]: Bool] = [:]
  private var slotCount = 0
  private var outcome = Outcome()

  init(_ model: Model, cast: ServiceCast, inputs: [Input], limit: Int) {
    self.model = model
    self.cast = cast
    self.inputs = inputs
    self.limit = limit
  }

  /// Searches level by level, so that what is found first is as short as can be.
  mutating func run(on subject: any Subject) throws(Stop) -> Outcome {
    let start = try begin(on: subject)
    var parents: [(state: Int, move: Move?)] = [(-1, nil)]
    var known: [State: Int] = [start: 0]
    var frontier: [State] = [start]
    while !frontier.isEmpty {
      try learn(from: frontier, on: subject)
      guard outcome.isWhole else { return finished(known.count) }
      var next: [State] = []
      for state in frontier {
        let number = known[state] ?? 0
        var isStuck = true
        for move in moves(in: state) {
          let (after, isBroken) = successor(of: state, move)
          outcome.transitions += 1
          guard after != state else { continue }
          isStuck = false
          guard isBroken || known[after] == nil else { continue }
          if isBroken {
            outcome.script = script(parents, number, move)
            return finished(known.count)
          }
          known[after] = parents.count
          parents.append((number, move))
          next.append(after)
          guard known.count < limit else {
            outcome.isWhole = false
            return finished(known.count)
          }
        }
        if isStuck, cast.clients.indices.contains(where: { client(state, $0).output == nil }) {
          outcome.script = script(parents, number, nil)
          return finished(known.count)
        }
      }
      if !next.isEmpty { outcome.depth += 1 }
      frontier = next
    }
    return finished(known.count)
  }

  private func finished(_ count: Int) -> Outcome {
    var outcome = outcome
    outcome.states = count
    return outcome
  }

  // MARK: States

  private func client(_ state: State, _ index: Int) -> Client {
    clients[index][Int(state[index])]
  }

  private mutating func begin(on subject: any Subject) throws(Stop) -> State {
    var inquiry = Inquiry<Model.Words>()
    for id in cast.clients {
      inquiry.make(slotCount, model.arguments(for: id, servers: cast.servers))
      inquiry.form(of: slotCount)
      slotCount += 1
    }
    let forms = try inquiry.replies(from: subject).forms
    for (index, form) in forms.enumerated() {
      note(form)
      let first = Client(local: index)
      clients.append([first])
      clientNumbers.append([first: 0])
    }
    return cast.clients.map { _ in 0 }
      + cast.servers.map { UInt16(clamping: number(model.server($0))) }
      + cast.clients.map { _ in 0 }
  }

  private mutating func note(_ form: CanonicalForm) {
    for name in form.unseen where !outcome.unseen.contains(name) { outcome.unseen.append(name) }
  }

  private func moves(in state: State) -> [Move] {
    var moves: [Move] = []
    for index in cast.clients.indices {
      let client = client(state, index)
      if !client.hasBegun { moves.append(.start(client: index)) }
      for request in client.requests.indices {
        for server in cast.servers.indices {
          moves.append(.exchange(client: index, request: request, server: server))
        }
      }
    }
    return moves
  }

  private mutating func successor(of state: State, _ move: Move) -> (State, isBroken: Bool) {
    var after = state
    let (count, servers) = (cast.clients.count, cast.servers.count)
    let index: Int
    switch move {
    case .start(let client):
      index = client
      for other in 0..<count where self.client(state, other).output != nil {
        after[count + servers + client] |= 1 << UInt16(other)
      }
    case .exchange(let client, let request, let server):
      index = client
      let (kept, _) = serve(client, request, server, state)
      after[count + server] = UInt16(clamping: kept)
    }
    after[index] = UInt16(clamping: steps[step(state, move)] ?? 0)
    let client = client(after, index)
    if client.isFaulty { return (after, true) }
    let hasEnded = client.output != nil && self.client(state, index).output == nil
    return (after, hasEnded && !isExplained(after))
  }

  private mutating func step(_ state: State, _ move: Move) -> Step {
    switch move {
    case .start(let client):
      return Step(client: client, place: Int(state[client]), reply: -1)
    case .exchange(let client, let request, let server):
      let reply = serve(client, request, server, state).reply
      return Step(client: client, place: Int(state[client]), reply: reply)
    }
  }

  private mutating func serve(
    _ client: Int, _ request: Int, _ server: Int, _ state: State
  ) -> (server: Int, reply: Int) {
    let asked = self.client(state, client).requests[request]
    let held = Int(state[cast.clients.count + server])
    let key = UInt64(asked) << 32 | UInt64(held)
    if let known = served[key] { return known }
    var value = servers[held]
    let reply = model.serve(requests[asked], by: &value)
    let replyNumber = replyNumbers[reply] ?? replies.count
    if replyNumber == replies.count {
      replies.append(reply)
      replyNumbers[reply] = replyNumber
    }
    let result = (number(value), replyNumber)
    served[key] = result
    return result
  }

  private mutating func number(_ server: Model.Server) -> Int {
    if let known = serverNumbers[server] { return known }
    servers.append(server)
    serverNumbers[server] = servers.count - 1
    return servers.count - 1
  }

  // MARK: Asking clients

  /// How many calls one exchange may hold, so that a slow submission stays within its time.
  private static var exchangeLimit: Int { 400 }

  /// Asks clients what has not been asked in any state before.
  private mutating func learn(from frontier: [State], on subject: any Subject) throws(Stop) {
    var unknown: [Step] = []
    var isUnknown: Set<Step> = []
    for state in frontier {
      for move in moves(in: state) {
        let step = step(state, move)
        if steps[step] == nil, isUnknown.insert(step).inserted { unknown.append(step) }
      }
    }
    guard slotCount + unknown.count <= Self.callLimit else {
      outcome.isWhole = false
      return
    }
    var rest = unknown[...]
    while !rest.isEmpty {
      try ask(Array(rest.prefix(Self.exchangeLimit)), on: subject)
      rest = rest.dropFirst(Self.exchangeLimit)
    }
  }

  private mutating func ask(_ asked: [Step], on subject: any Subject) throws(Stop) {
    var inquiry = Inquiry<Model.Words>()
    for (offset, step) in asked.enumerated() {
      inquiry.copy(clients[step.client][step.place].local, to: slotCount + offset)
      let call =
        step.reply < 0
        ? model.call(inputs[step.client], number: step.client + 1)
        : model.call(hearing: replies[step.reply])
      inquiry.call(slotCount + offset, call)
      inquiry.form(of: slotCount + offset)
    }
    let told = try inquiry.replies(from: subject)
    for (offset, step) in asked.enumerated() {
      note(told.forms[offset])
      let local = locals[told.forms[offset]] ?? slotCount + offset
      locals[told.forms[offset]] = local
      steps[step] = take(model.effects(of: told.answers[offset]), in: step, local)
    }
    slotCount += asked.count
  }

  private mutating func take(
    _ effects: ServiceEffects<Model.Request, Model.Object.Output>, in step: Step, _ local: Int
  ) -> Int {
    var client = clients[step.client][step.place]
    client.local = local
    if step.reply < 0 { client.hasBegun = true }
    if let request = effects.request {
      let number = requestNumbers[request] ?? requests.count
      if number == requests.count {
        requests.append(request)
        requestNumbers[request] = number
      }
      if !client.requests.contains(number) { client.requests.append(number) }
    }
    if let end = effects.end {
      if client.output != nil || end.number != step.client + 1 { client.isFaulty = true }
      client.output = end.output
    }
    if let known = clientNumbers[step.client][client] { return known }
    clients[step.client].append(client)
    clientNumbers[step.client][client] = clients[step.client].count - 1
    return clients[step.client].count - 1
  }

  // MARK: Judging

  /// Whether some order explains what clients have been told so far. Only who had ended before whom
  /// began makes a difference, not when.
  private mutating func isExplained(_ state: State) -> Bool {
    let count = cast.clients.count
    let before = state[(count + cast.servers.count)...].map { Int($0) }
    let key = Array(state[..<count]) + state[(count + cast.servers.count)...]
    if let known = judged[key] { return known }
    var history: [Model.Object.Operation] = []
    for index in 0..<count {
      let client = client(state, index)
      guard client.hasBegun else { continue }
      let called = 2 * before[index].nonzeroBitCount
      let later = before.indices.filter { before[$0] & 1 << index != 0 }
        .map { 2 * before[$0].nonzeroBitCount - 1 }.min()
      history.append(
        .init(
          client: index, inputs[index], called: called,
          answer: client.output.map { .init($0, returned: later ?? 2 * count + 2) }))
    }
    let isExplained = model.object.isLinearizable(history) != false
    judged[key] = isExplained
    return isExplained
  }
}
