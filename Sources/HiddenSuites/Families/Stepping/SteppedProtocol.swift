import Checking
import ExerciseKit
import Histories
import Stepping
import Wire

/// A run of a protocol that is walked event by event.
struct SteppedProtocol<Model: ProtocolModel>: SteppedRun {
  private var run: ProtocolRun<Model>
  private let names: [String]
  private let bounds: Model.Bounds
  private let checks: Checks
  private var network = SteppedNetwork()
  /// For each event where it is in the run; nil for one of the network.
  private var places: [Int?] = []
  /// For each event of the run where it is among all.
  private var numbers: [Int] = []
  private var pending: Pending?
  private var broken: Set<String> = []

  /// The checks that faults of each kind break.
  struct Checks: Sendable {
    let invariant: String
    let unexplained: String
    let unfinished: String
  }

  /// The event that has begun.
  private struct Pending {
    var line: SteppedNetwork.Line?
    var event: ProtocolEvent<Model.Move>?
    var text: String
    var flight: SteppedNetwork.Flight?
    var tasks: [ProtocolRun<Model>.Task] = []
    /// The nodes before the event.
    var nodes: [Model.Node] = []
  }

  init(_ model: Model, _ setting: Model.Setting, bounds: Model.Bounds, checks: Checks) {
    run = ProtocolRun(model, setting)
    names = run.names.map(\.description)
    self.bounds = bounds
    self.checks = checks
  }

  private var model: Model { run.model }

  var lanes: [StepLane] { names.enumerated().map { StepLane($0.element, value: $0.offset) } }
  var start: [StepAsk] { [] }

  // MARK: Events

  mutating func begin(_ text: String) throws(StepRefusal) -> [StepAsk] {
    if let line = try SteppedNetwork.line(text, names) {
      if let refusal = network.refusal(of: line) { throw refusal }
      pending = Pending(line: line, text: text)
      return []
    }
    guard !run.isOver else { throw StepRefusal("nothing more can be made of what the nodes do") }
    var next = Pending(text: text, nodes: run.nodes)
    let event = try self.event(text, &next)
    guard let tasks = run.begin(event) else { throw StepRefusal("this cannot happen now") }
    next.event = event
    next.tasks = tasks
    pending = next
    return tasks.flatMap { task in
      task.asks.map { ask in
        switch ask {
        case .make(let arguments): StepAsk(task.node, .make { arguments.write(to: &$0) })
        case .call(let call): StepAsk(task.node, .call { writer, _ in call.write(to: &writer) })
        }
      }
    }
  }

  /// Reads a line, in which events are counted with those of the network.
  private func event(
    _ text: String, _ pending: inout Pending
  ) throws(StepRefusal) -> ProtocolEvent<Model.Move> {
    let words = text.split(separator: " ").map(String.init)
    if let node = words.first.flatMap({ names.firstIndex(of: $0) }) {
      if words.count == 2, words[1] == "restarts" { return .restart(node: node) }
      if words.count >= 3, words[1] == "receives" {
        let column = words[0].count + 10
        guard let number = Int(words[2]), places.indices.contains(number - 1) else {
          throw StepRefusal(
            "a receipt names the number of an earlier step, as in `\(words[0]) receives 1`",
            column: column)
        }
        var crash: Int?
        if words.count > 3 {
          guard words.count == 7, Array(words[3..<6]) == ["and", "crashes", "after"],
            let count = Int(words[6]), (0...64).contains(count)
          else {
            throw StepRefusal(
              "a crash is written `and crashes after 1`", column: column + words[2].count + 1)
          }
          crash = count
        }
        if let refusal = network.refusal(ofDelivery: number - 1, to: node, column: column) {
          throw refusal
        }
        pending.flight = network.flight(sentIn: number - 1, to: node)
        return .receive(node: node, origin: places[number - 1] ?? 0, crashAfter: crash)
      }
    }
    if let move = model.move(text, run.names) { return .move(move) }
    throw StepRefusal("no event is written so")
  }

  mutating func skip() { places.append(nil) }

  var begun: StepTelling {
    StepTelling(sentence: sentence, drawn: drawn)
  }

  private func results(
    of answers: [[UInt8]], _ pending: Pending
  ) throws(Stop) -> [(task: ProtocolRun<Model>.Task, answers: [Model.Words.Answer])] {
    var rest = try readAnswers(answers, as: Model.Words.Answer.self)[...]
    var results: [(task: ProtocolRun<Model>.Task, answers: [Model.Words.Answer])] = []
    for task in pending.tasks {
      guard rest.count >= task.callCount else {
        throw .protocolViolation("\(rest.count) answers to \(task.callCount) calls")
      }
      results.append((task, Array(rest.prefix(task.callCount))))
      rest = rest.dropFirst(task.callCount)
    }
    return results
  }

  func effects(of answers: [[UInt8]]) throws(Stop) -> [StepEffect] {
    guard let pending else { return [] }
    var told: [StepEffect] = []
    for (task, answers) in try results(of: answers, pending) {
      var node = pending.nodes[task.node]
      let who = pending.tasks.count > 1 ? names[task.node] + " " : ""
      let effects = model.effects(of: answers, to: task.step, &node)
      for effect in effects.effects {
        switch effect {
        case .store(let stored): told.append(StepEffect("\(who)stores \(model.text(stored))"))
        case .send(let message, let receiver):
          told.append(
            StepEffect("\(who)sends \(names[receiver]) \(model.label(message))", isOrdered: false))
        }
      }
      for (_, output) in effects.ended {
        told.append(StepEffect("\(who)ends a client's operation: \(output)"))
      }
      if let fault = effects.fault { told.append(StepEffect("\(who)breaks: \(fault.sentence)")) }
      told.append(StepEffect("\(who)is then \(model.label(node))"))
    }
    return told
  }

  mutating func finish(_ answers: [[UInt8]]) throws(Stop) -> StepTelling {
    guard let pending else { throw .protocolViolation("an answer to no event") }
    let number = places.count
    if let line = pending.line {
      let telling = begun
      network.perform(line)
      places.append(nil)
      self.pending = nil
      return telling
    }
    let results = try results(of: answers, pending)
    let effects = try effects(of: answers)
    let hadFault = run.fault != nil
    run.finish(results)
    let place = run.script.events.count - 1
    places.append(place)
    numbers.append(number)
    if let flight = pending.flight { network.arrive(sentIn: flight.sentIn, to: flight.to) }
    for sent in run.sent[place] where network.flight(sentIn: number, to: sent.receiver) == nil {
      network.send(
        .init(
          from: sent.sender, to: sent.receiver, sentIn: number, label: model.label(sent.message)))
    }
    var telling = StepTelling(sentence: sentence, drawn: drawn, effects: effects)
    if !hadFault, let fault = run.fault {
      telling.violations.append(
        .init(
          check: fault.kind == .unfinished ? checks.unfinished : checks.invariant,
          sentence: fault.sentence))
    }
    if !broken.contains(checks.unexplained), let (fault, _) = run.unexplained() {
      telling.violations.append(.init(check: checks.unexplained, sentence: fault.sentence))
    }
    broken.formUnion(telling.violations.map(\.check))
    self.pending = nil
    return telling
  }

  // MARK: What is to be seen

  private var sentence: String {
    guard let pending else { return "" }
    if let line = pending.line { return network.sentence(line, names) }
    switch pending.event {
    case .receive(let node, _, let crash):
      let flight = pending.flight
      return "\(names[node]) receives \(flight?.label ?? "") from \(names[flight?.from ?? node])"
        + (crash.map { ", crashes after \($0) effects and starts again" } ?? "")
    case .restart(let node): return "\(names[node]) crashes and starts again"
    case .move, nil: return pending.text
    }
  }

  private var drawn: Counterexample.Event {
    guard let pending else { return .local(lane: 0, label: "") }
    if let line = pending.line {
      return .local(lane: network.lane(of: line), label: pending.text)
    }
    switch pending.event {
    case .receive(let node, _, _):
      return .delivery(
        from: pending.flight?.from ?? node, to: node, label: pending.flight?.label ?? "",
        sentIn: pending.flight?.sentIn)
    case .restart(let node): return .restart(lane: node)
    case .move(let move):
      let lane = model.lane(of: move)
      let prefix = names[lane] + " "
      return .local(
        lane: lane,
        label: pending.text.hasPrefix(prefix)
          ? String(pending.text.dropFirst(prefix.count)) : pending.text)
    case nil: return .local(lane: 0, label: pending.text)
    }
  }

  var view: RunView {
    func standing(_ check: String, _ isTested: Bool) -> RunView.Guarantee {
      RunView.Guarantee(check, broken.contains(check) ? .broken : isTested ? .kept : .untested)
    }
    let checks = [
      standing(checks.invariant, !numbers.isEmpty),
      standing(
        checks.unexplained, run.operations.contains { $0.operation.answer != nil }),
    ]
    return RunView(
      states: run.nodes.map(model.label), stored: run.stored.map(model.text),
      flight: network.onTheirWay, cut: network.cutText(names), guarantees: checks)
  }

  var choices: [StepChoice] {
    if run.isOver { return [] }
    let deliveries = network.choices(names) { "\(names[$0.to]) receives \($0.sentIn + 1)" }
    let moves = model.moves(at: run.nodes, within: bounds).filter {
      model.deeds(of: $0, at: run.nodes) != nil
    }.map { StepChoice(.call, model.text($0, run.names)) }
    let crashes = deliveries.filter { $0.kind == .deliver }.flatMap { choice in
      (0...2).map { count in
        StepChoice(
          .crash, "\(choice.event) and crashes after \(count)",
          title: "\(choice.title), with a crash after \(count) effects")
      }
    }
    let restarts = names.map {
      StepChoice(.restart, "\($0) restarts", title: "\($0) crashes and restarts")
    }
    let first = deliveries.filter { $0.kind == .deliver }
    return first + moves + deliveries.filter { $0.kind != .deliver } + crashes + restarts
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
      guard let line = renumbered(event, behind: ["receives"], places: places) else { return nil }
      places.append(lines.count)
      lines.append(line)
    }
    return lines
  }
}

extension ProtocolModel {
  /// What is stored, as the runtime writes it.
  fileprivate func text(_ stored: Stored) -> String {
    let text = String(describing: stored)
    return text.hasPrefix("Stored(") ? String(text.dropFirst("Stored(".count).dropLast()) : text
  }
}

extension ProtocolPart: SteppablePart {
  func steppedRun(setting: String, check: Check?) -> (any SteppedRun)? {
    guard let own = model.setting(setting), let bounds = small.beginnings.first?.bounds else {
      return nil
    }
    return SteppedProtocol(
      model, own, bounds: bounds,
      checks: .init(
        invariant: check == small.check ? small.check.name : invariants.name,
        unexplained: explained.name, unfinished: finished.name))
  }

  var usualSetting: String? { small.beginnings.dropFirst().first?.setting.description }
}
