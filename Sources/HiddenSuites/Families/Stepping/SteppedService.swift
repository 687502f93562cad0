import Checking
import ExerciseKit
import Histories
import Simulation
import Stepping
import Wire

/// A run of a service that is walked event by event: clients are the submission's, servers are ours.
struct SteppedService<Model: ServiceModel>: SteppedRun {
  private var run: ServiceRun<Model>
  private let names: [String]
  private let ending: String
  private let explained: String
  private var network = SteppedNetwork()
  private var places: [Int?] = []
  private var pending: Pending?
  private var broken: Set<String> = []
  private var isTested: Bool { !places.isEmpty }

  /// The event that has begun.
  private struct Pending {
    var line: SteppedNetwork.Line?
    var event: ServiceEvent<Model.Object.Input>?
    var text: String
    var flight: SteppedNetwork.Flight?
    var client: Int?
  }

  /// - Parameters:
  ///   - ending: the check that operations end.
  ///   - explained: the check that what clients are told fits into an order.
  init(_ model: Model, _ cast: ServiceCast, ending: String, explained: String) {
    run = ServiceRun(model, cast)
    names = (cast.servers + cast.clients).map(\.description)
    self.ending = ending
    self.explained = explained
  }

  private var model: Model { run.model }
  private var serverCount: Int { run.cast.servers.count }

  var lanes: [StepLane] {
    names.enumerated().map { lane, name in
      StepLane(name, value: lane < serverCount ? nil : lane - serverCount)
    }
  }

  var start: [StepAsk] {
    run.cast.clients.enumerated().map { number, client in
      let arguments = model.arguments(for: client, servers: run.cast.servers)
      return StepAsk(number, .make { arguments.write(to: &$0) })
    }
  }

  // MARK: Events

  mutating func begin(_ text: String) throws(StepRefusal) -> [StepAsk] {
    if let line = try SteppedNetwork.line(text, names) {
      if let refusal = network.refusal(of: line) { throw refusal }
      pending = Pending(line: line, text: text)
      return []
    }
    guard run.fault == nil else { throw StepRefusal("nothing more can be made of what clients do") }
    var next = Pending(text: text)
    let event = try self.event(text, &next)
    guard run.allows(event) else { throw StepRefusal("this cannot happen now") }
    next.event = event
    let call = run.apply(event)
    next.client = call?.client
    pending = next
    guard let (client, call) = call else { return [] }
    return [StepAsk(client, .call { writer, _ in call.write(to: &writer) })]
  }

  private func event(
    _ text: String, _ pending: inout Pending
  ) throws(StepRefusal) -> ServiceEvent<Model.Object.Input> {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let lane = try SteppedNetwork.lane(words.first ?? "", names, 0)
    let rest = words.count > 1 ? words[1] : ""
    let column = names[lane].count + 1
    if lane < serverCount, rest == "stops" { return .stop(server: lane) }
    for verb in ["serves ", "hears "] where rest.hasPrefix(verb) {
      guard let number = Int(rest.dropFirst(verb.count)), places.indices.contains(number - 1)
      else {
        throw StepRefusal(
          "a message is named by the number of the step that sent it, as in `\(names[lane]) \(verb)1`",
          column: column + verb.count)
      }
      if let refusal = network.refusal(
        ofDelivery: number - 1, to: lane, column: column + verb.count)
      {
        throw refusal
      }
      pending.flight = network.flight(sentIn: number - 1, to: lane)
      let origin = places[number - 1] ?? 0
      return lane < serverCount
        ? .serve(server: lane, request: origin) : .hear(client: lane - serverCount, reply: origin)
    }
    if lane >= serverCount, let input = model.input(phrase: rest) {
      return .start(client: lane - serverCount, input)
    }
    throw StepRefusal(
      "no event is written so; a server `serves 1` or `stops`, a client begins an operation or `hears 2`",
      column: column)
  }

  mutating func skip() { places.append(nil) }

  var begun: StepTelling { StepTelling(sentence: sentence, drawn: drawn) }

  func effects(of answers: [[UInt8]]) throws(Stop) -> [StepEffect] {
    var told: [StepEffect] = []
    for answer in try readAnswers(answers, as: Model.Words.Answer.self) {
      let effects = model.effects(of: answer)
      if let request = effects.request {
        told.append(StepEffect("sends every replica \(model.label(request))"))
      }
      if let end = effects.end {
        told.append(StepEffect("ends operation \(end.number)\(model.ending(end.output))"))
      }
      if told.isEmpty { told.append(StepEffect("does nothing")) }
    }
    return told
  }

  mutating func finish(_ answers: [[UInt8]]) throws(Stop) -> StepTelling {
    guard let pending else { throw .protocolViolation("an answer to no event") }
    if let line = pending.line {
      let telling = begun
      network.perform(line)
      places.append(nil)
      self.pending = nil
      return telling
    }
    let read = try readAnswers(answers, as: Model.Words.Answer.self)
    let effects = try effects(of: answers)
    if let client = pending.client {
      guard let answer = read.first else { throw .protocolViolation("a call without an answer") }
      run.take(answer, of: client)
    }
    let number = places.count
    let place = run.script.events.count - 1
    places.append(place)
    if let flight = pending.flight { network.arrive(sentIn: flight.sentIn, to: flight.to) }
    send(place, number)
    var telling = StepTelling(sentence: sentence, drawn: drawn, effects: effects)
    if let fault = run.fault {
      telling.violations.append(.init(check: ending, sentence: fault.sentence))
    } else if !broken.contains(explained), let fault = run.unexplained() {
      telling.violations.append(.init(check: explained, sentence: fault.sentence))
    }
    broken.formUnion(telling.violations.map(\.check))
    self.pending = nil
    return telling
  }

  private mutating func send(_ place: Int, _ number: Int) {
    if let sent = run.sent[place] {
      for server in 0..<serverCount {
        network.send(
          .init(
            from: serverCount + sent.client, to: server, sentIn: number,
            label: model.label(sent.request)))
      }
    }
    if let answered = run.answered[place], let client = run.sent[answered.request]?.client {
      network.send(
        .init(
          from: answered.server, to: serverCount + client, sentIn: number,
          label: model.label(answered.reply)))
    }
  }

  // MARK: What is to be seen

  private var sentence: String {
    guard let pending else { return "" }
    if let line = pending.line { return network.sentence(line, names) }
    guard let flight = pending.flight else {
      if case .stop(let server) = pending.event { return "\(names[server]) stops for ever" }
      return pending.text
    }
    return "\(names[flight.from])'s \(flight.label) reaches \(names[flight.to])"
  }

  private var drawn: Counterexample.Event {
    guard let pending else { return .local(lane: 0, label: "") }
    if let line = pending.line {
      return .local(lane: network.lane(of: line), label: pending.text)
    }
    if let flight = pending.flight {
      return .delivery(
        from: flight.from, to: flight.to, label: flight.label, sentIn: flight.sentIn)
    }
    switch pending.event {
    case .start(let client, let input):
      return .local(lane: serverCount + client, label: model.phrase(input))
    case .stop(let server): return .local(lane: server, label: "stops")
    default: return .local(lane: 0, label: pending.text)
    }
  }

  var view: RunView {
    let servers = run.servers.enumerated().map { server, kept in
      run.isStopped[server] ? "stopped" : model.label(kept)
    }
    let clients = run.cast.clients.indices.map { client in
      run.open[client].map { model.phrase(run.operations[$0].operation.input) } ?? ""
    }
    func standing(_ check: String) -> RunView.Guarantee {
      RunView.Guarantee(
        check,
        broken.contains(check)
          ? .broken : run.operations.contains { $0.end != nil } ? .kept : .untested)
    }
    return RunView(
      states: servers + clients, flight: network.onTheirWay, cut: network.cutText(names),
      guarantees: [standing(explained), standing(ending)])
  }

  var choices: [StepChoice] {
    guard run.fault == nil else { return [] }
    let messages = network.choices(names) { flight in
      let verb = flight.to < serverCount ? "serves" : "hears"
      if flight.to < serverCount, run.isStopped[flight.to] { return nil }
      return "\(names[flight.to]) \(verb) \(flight.sentIn + 1)"
    }
    var random = RandomSource(seed: UInt64(run.operations.count))
    var calls: [StepChoice] = []
    for client in run.cast.clients.indices {
      for isWriter in [true, false] {
        let input = model.draw(
          isWriter: isWriter, number: run.operations.count + 1, random: &random)
        let event = "\(names[serverCount + client]) \(model.phrase(input))"
        if !calls.contains(where: { $0.event == event }) { calls.append(StepChoice(.call, event)) }
      }
    }
    let stops = run.cast.servers.indices.filter { !run.isStopped[$0] }.map {
      StepChoice(.crash, "\(names[$0]) stops", title: "\(names[$0]) stops for ever")
    }
    return messages.filter { $0.kind == .deliver } + calls
      + messages.filter { $0.kind != .deliver } + stops
  }

  func scheduled(_ events: [String]) -> [String]? {
    var lines: [String] = []
    var places: [Int?] = []
    for event in events {
      let isOfNetwork: Bool
      do throws(StepRefusal) {
        isOfNetwork = try SteppedNetwork.line(event, names) != nil || event.hasPrefix("skip: ")
      } catch {
        return nil
      }
      guard !isOfNetwork else {
        places.append(nil)
        continue
      }
      guard let line = renumbered(event, behind: ["serves", "hears"], places: places) else {
        return nil
      }
      places.append(lines.count)
      lines.append(line)
    }
    return lines
  }
}

extension ServicePart: SteppablePart {
  func steppedRun(setting: String, check: Check?) -> (any SteppedRun)? {
    ServiceCast(setting).map {
      SteppedService(
        model, $0, ending: check == small.check ? small.check.name : ending.name,
        explained: check == small.check ? small.check.name : explained.name)
    }
  }

  var usualSetting: String? { ServiceCast(servers: 3, clients: 2).description }
}
