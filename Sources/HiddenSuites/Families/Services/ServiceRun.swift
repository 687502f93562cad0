import ExerciseKit
import Histories

/// A run of a service as far as it has come: servers, messages, and what clients have asked and been
/// told. What the submission does is told to it, so it decides nothing by itself.
struct ServiceRun<Model: ServiceModel> {
  typealias Event = ServiceEvent<Model.Object.Input>
  typealias Operation = Model.Object.Operation

  /// Something sent, known by the event that sent it.
  struct Sent {
    let client: Int
    let operation: Int
    let request: Model.Request
  }

  /// An answer, known by the event in which it was given.
  struct Answered {
    let server: Int
    let request: Int
    let reply: Model.Reply
  }

  /// An operation, with the events in which it began and ended.
  struct Performed {
    var operation: Operation
    let start: Int
    var end: Int?
  }

  let model: Model
  private(set) var script: ServiceScript<Model>
  private(set) var servers: [Model.Server]
  private(set) var isStopped: [Bool]
  private(set) var sent: [Int: Sent] = [:]
  private(set) var answered: [Int: Answered] = [:]
  private(set) var operations: [Performed] = []
  /// For each client the operation under way.
  private(set) var open: [Int?]
  /// For each client the event that sent its last request, and the servers it has since heard on it.
  private(set) var latest: [Int?]
  private var heard: [Set<Int>]
  /// For each client how many requests it has sent since it last began an operation.
  private var sentSinceStart: [Int]
  /// The most requests for one operation. Each reaches every server and is answered, so whoever sends
  /// another with each answer would multiply them for ever.
  private static var requestLimit: Int { 64 }
  /// For each event what its server kept afterwards.
  private(set) var kept: [Int: Model.Server] = [:]
  /// What is wrong with what a client did.
  private(set) var fault: ServiceFault?

  init(_ model: Model, _ cast: ServiceCast) {
    self.model = model
    script = ServiceScript(cast, [])
    servers = cast.servers.map(model.server)
    isStopped = cast.servers.map { _ in false }
    open = cast.clients.map { _ in nil }
    latest = open
    heard = cast.clients.map { _ in [] }
    sentSinceStart = cast.clients.map { _ in 0 }
  }

  var cast: ServiceCast { script.cast }
  /// What clients have asked and been told.
  var history: [Operation] { operations.map(\.operation) }

  /// Whether an event can happen now.
  func allows(_ event: Event) -> Bool {
    switch event {
    case .start: true
    case .serve(let server, let request): sent[request] != nil && !isStopped[server]
    case .hear(let client, let reply):
      answered[reply].flatMap { sent[$0.request]?.client } == client
    case .stop(let server): !isStopped[server]
    }
  }

  /// Lets an event happen that can.
  /// - Returns: the client that is called in it, and what it is told.
  mutating func apply(_ event: Event) -> (client: Int, call: Model.Words.Call)? {
    let place = script.events.count
    script.events.append(event)
    switch event {
    case .start(let client, let input):
      let number = operations.count + 1
      operations.append(
        Performed(
          operation: Operation(client: client, pending: input, called: place), start: place))
      open[client] = operations.count - 1
      latest[client] = nil
      sentSinceStart[client] = 0
      return (client, model.call(input, number: number))
    case .serve(let server, let request):
      guard let message = sent[request] else { return nil }
      let reply = model.serve(message.request, by: &servers[server])
      kept[place] = servers[server]
      answered[place] = Answered(server: server, request: request, reply: reply)
      return nil
    case .hear(let client, let reply):
      guard let answer = answered[reply] else { return nil }
      if latest[client] == answer.request { heard[client].insert(answer.server) }
      return (client, model.call(hearing: answer.reply))
    case .stop(let server):
      isStopped[server] = true
      return nil
    }
  }

  /// Takes in what a client did when it was called in the last event.
  mutating func take(_ answer: Model.Words.Answer, of client: Int) {
    let place = script.events.count - 1
    let effects = model.effects(of: answer)
    if let request = effects.request {
      sent[place] = Sent(client: client, operation: open[client] ?? -1, request: request)
      latest[client] = place
      heard[client] = []
      sentSinceStart[client] += 1
    }
    let name = cast.clients[client]
    if let end = effects.end {
      guard let index = open[client], index + 1 == end.number else {
        fault = ServiceFault(
          kind: .strayEnd, places: [place],
          sentence: "\(name) ends operation \(end.number), which is not under way")
        return
      }
      operations[index].operation.answer = .init(end.output, returned: place)
      operations[index].end = place
      open[client] = nil
      latest[client] = nil
    } else if let stall = stall(of: client) {
      fault = stall
      return
    }
    if sentSinceStart[client] >= Self.requestLimit {
      fault = ServiceFault(
        kind: .stalled, places: [place],
        sentence:
          "\(name) has sent \(Self.requestLimit) requests since it last began an operation, "
          + "and sends more with the answers to each")
    }
  }

  /// A client that has heard enough servers and does nothing.
  private func stall(of client: Int) -> ServiceFault? {
    guard let index = open[client] else { return nil }
    let place = script.events.count - 1
    let begun = operations[index]
    let what = "\(cast.clients[client]) \(model.phrase(begun.operation.input))"
    guard let request = latest[client] else {
      return ServiceFault(
        kind: .stalled, places: [place], sentence: "\(what), and asks nobody")
    }
    let needed = model.quorum(of: cast.servers.count)
    guard heard[client].count >= needed else { return nil }
    let label = sent[request].map { model.label($0.request) } ?? ""
    return ServiceFault(
      kind: .stalled, places: [place],
      sentence: "\(what), has the answers of \(heard[client].count) of \(cast.servers.count) "
        + "replicas to \(label), and still waits; \(needed) are a majority")
  }

  /// What is wrong with the run as a whole: the answers of its clients fit into no order.
  func unexplained() -> ServiceFault? {
    guard case .broken(let part) = model.object.linearizability(of: history) else { return nil }
    var sentence = ""
    for (place, index) in part.enumerated() {
      let done = operations[index].operation
      let what =
        "\(cast.clients[done.client]) \(model.phrase(done.input))"
        + (done.answer.map { model.ending($0.output) } ?? " without an end")
      let before = place > 0 ? operations[part[place - 1]].operation : nil
      sentence +=
        before.map { $0.precedes(done) ? ", and after that " : ", and beside that " } ?? ""
      sentence += what
    }
    return ServiceFault(
      kind: .unexplained,
      places: part.flatMap { [operations[$0].start] + (operations[$0].end.map { [$0] } ?? []) }
        .sorted(),
      sentence: "no order of the operations explains that " + sentence)
  }
}

/// What is wrong with a run.
struct ServiceFault {
  enum Kind: Hashable {
    /// The answers fit into no order.
    case unexplained
    /// An operation does not end although enough servers have answered.
    case stalled
    /// An operation ends that is not under way.
    case strayEnd
  }

  let kind: Kind
  /// The events that show it.
  let places: [Int]
  let sentence: String
}
