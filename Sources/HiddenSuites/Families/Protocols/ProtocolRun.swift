import ExerciseKit
import Histories

/// A run of a protocol as far as it has come. What the submission does is told to it, so it decides
/// nothing by itself.
struct ProtocolRun<Model: ProtocolModel> {
  typealias Event = ProtocolEvent<Model.Move>
  typealias Operation = Model.Object.Operation

  /// Something sent in an event.
  struct Sent {
    let sender: Int
    let receiver: Int
    let message: Model.Message
  }

  /// One node's step of an event.
  struct Task {
    let node: Int
    let step: ProtocolStep<Model>
    let asks: [ProtocolAsk<Model.Words>]
    /// The effects after which the node crashes.
    let crashAfter: Int?

    var callCount: Int {
      asks.count { if case .call = $0 { true } else { false } }
    }
  }

  /// A client's operation, with the events in which it began and ended.
  struct Performed {
    var operation: Operation
    let start: Int
    var end: Int?
  }

  let model: Model
  let names: [NodeID]
  private(set) var script: ProtocolScript<Model>
  private(set) var nodes: [Model.Node]
  private(set) var stored: [Model.Stored]
  /// For each event what it sent.
  private(set) var sent: [[Sent]] = []
  /// For each event what its node showed afterwards.
  private(set) var labels: [String?] = []
  private(set) var operations: [Performed] = []
  private var operationKeys: [String: Int] = [:]
  private var record: Model.Record
  private(set) var fault: ProtocolFault?
  /// The event that shows the fault.
  private(set) var faultPlace = 0
  /// Whether nothing more can be made of what the submission does.
  private(set) var isOver = false

  init(_ model: Model, _ setting: Model.Setting) {
    self.model = model
    names = model.names(setting)
    script = ProtocolScript(setting, [])
    stored = model.stored(setting)
    record = model.record(setting)
    nodes = stored.enumerated().map { model.started($0.offset, from: $0.element, setting) }
  }

  /// What was sent to a node in an event.
  func message(to node: Int, sentIn origin: Int) -> Sent? {
    sent.indices.contains(origin) ? sent[origin].first { $0.receiver == node } : nil
  }

  /// Lets an event begin.
  /// - Returns: what each of its nodes is put to; nil when it cannot happen.
  mutating func begin(_ event: Event) -> [Task]? {
    var steps: [(node: Int, step: ProtocolStep<Model>, crash: Int?)] = []
    switch event {
    case .move(let move):
      guard let deeds = model.deeds(of: move, at: nodes) else { return nil }
      steps = deeds.map { ($0.node, .take($0.deed), nil) }
    case .receive(let node, let origin, let crash):
      guard let sent = message(to: node, sentIn: origin) else { return nil }
      steps = [(node, .receive(sent.message, from: sent.sender), crash)]
    case .restart: break
    }
    let place = script.events.count
    script.events.append(event)
    sent.append([])
    labels.append(nil)
    switch event {
    case .restart(let node): restart(node)
    case .move(let move):
      if let (key, input) = model.operation(of: move) {
        operationKeys[key] = operations.count
        operations.append(
          Performed(
            operation: Operation(client: operations.count, pending: input, called: place),
            start: place))
      }
    case .receive: break
    }
    return steps.map {
      Task(
        node: $0.node, step: $0.step, asks: model.asks($0.step, of: nodes[$0.node]),
        crashAfter: $0.crash)
    }
  }

  /// Takes in what nodes did in the event that has begun.
  mutating func finish(_ tasks: [(task: Task, answers: [Model.Words.Answer])]) {
    let place = script.events.count - 1
    let before = nodes
    for (task, answers) in tasks {
      let effects = model.effects(of: answers, to: task.step, &nodes[task.node])
      for (number, effect) in effects.effects.enumerated() {
        if let crash = task.crashAfter, number >= crash { break }
        switch effect {
        case .store(let new): stored[task.node] = new
        case .send(let message, let receiver):
          sent[place].append(Sent(sender: task.node, receiver: receiver, message: message))
        }
      }
      if task.crashAfter == nil {
        for (key, output) in effects.ended {
          guard let index = operationKeys.removeValue(forKey: key) else { continue }
          operations[index].operation.answer = .init(output, returned: place)
          operations[index].end = place
        }
      } else {
        restart(task.node)
      }
      if let broken = effects.fault {
        note(broken)
        isOver = true
      }
    }
    // The run goes on: what comes of it for clients is another question.
    if fault == nil, nodes != before, let broken = model.fault(in: nodes, &record) { note(broken) }
    labels[place] = drawnNode(of: script.events[place]).map { model.label(nodes[$0]) }
  }

  private mutating func note(_ broken: ProtocolFault) {
    guard fault == nil else { return }
    fault = broken
    faultPlace = script.events.count - 1
  }

  private mutating func restart(_ node: Int) {
    nodes[node] = model.started(node, from: stored[node], script.setting)
  }

  /// The node in whose lane an event is drawn.
  func drawnNode(of event: Event) -> Int? {
    switch event {
    case .move(let move): model.lane(of: move)
    case .receive(let node, _, _), .restart(let node): node
    }
  }

  /// Says that nothing more comes, though something is missing.
  mutating func comesToRest() {
    guard fault == nil, let missing = model.unfinished(nodes) else { return }
    note(ProtocolFault(kind: .unfinished, sentence: missing))
  }

  /// What is wrong with what clients were told: it fits into no order.
  func unexplained() -> (fault: ProtocolFault, places: [Int])? {
    let history = operations.map(\.operation)
    guard case .broken(let part) = model.object.linearizability(of: history) else { return nil }
    var sentence = ""
    for (place, index) in part.enumerated() {
      let done = operations[index].operation
      let before = place > 0 ? operations[part[place - 1]].operation : nil
      sentence +=
        before.map { $0.precedes(done) ? ", and after that " : ", and beside that " } ?? ""
      sentence += "a client " + model.phrase(done.input, done.answer?.output)
      if done.answer == nil { sentence += " without an end" }
    }
    let places = part.flatMap { [operations[$0].start] + [operations[$0].end].compactMap(\.self) }
    return (
      ProtocolFault(
        kind: .unexplained, sentence: "no order of the operations explains that " + sentence),
      places.sorted()
    )
  }
}
