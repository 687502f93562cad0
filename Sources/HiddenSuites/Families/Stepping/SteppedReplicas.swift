import Checking
import ExerciseKit
import Stepping
import Wire

/// A history of replicas that is walked event by event. Every state is a value of its own, so that older
/// states can be received.
struct SteppedReplicas<Model: ReplicaModel>: SteppedRun {
  typealias History = ReplicaHistory<Model.Operation>
  typealias Action = History.Event.Action

  private let model: Model
  private let check: String
  private var history: History
  private var known: [[Int]] = []
  private var readings: [Model.Reading] = []
  private var sights: [ReplicaSight<Model>] = []
  /// For each event where it is in the history; nil for one that cannot happen.
  private var places: [Int?] = []
  /// For each event of the history where it is among all.
  private var numbers: [Int] = []
  private var isBroken = false
  private var pending: (text: String, node: Int, action: Action)?

  /// - Parameter check: the check that wrong readings break.
  init(_ model: Model, nodes: [Int], check: String) {
    self.model = model
    self.check = check
    history = History(nodes: nodes)
  }

  var lanes: [StepLane] {
    history.nodes.map { StepLane(name(of: $0), value: history.latest(of: $0)) }
  }

  var start: [StepAsk] { [] }

  mutating func begin(_ text: String) throws(StepRefusal) -> [StepAsk] {
    let (node, action) = try event(text)
    var next = history
    next.append(action, at: node)
    guard model.isFair(next), let event = next.events.last else {
      throw StepRefusal("the task promises that this does not happen here")
    }
    let value = history.events.count
    history = next
    known.append(knownEvents(of: event, at: value, after: known))
    pending = (text, node, action)
    let model = model
    let look = attention.look
    var asks: [StepAsk] =
      if let previous = event.previous, action != .perform(.startAnew) {
        [StepAsk(value, .copy(of: previous))]
      } else {
        [StepAsk(value, .make { model.make(for: identifier(of: node), in: &$0) })]
      }
    switch action {
    case .perform(.act(let operation)):
      asks.append(
        StepAsk(value, .call { writer, _ in model.write(.act(operation), to: &writer) }))
    case .perform(.look), .perform(.startAnew): break
    case .receive(let received):
      asks.append(
        StepAsk(
          value,
          .call { writer, slots in model.write(.receive(slot: slots(received)), to: &writer) }))
    }
    asks.append(StepAsk(value, .call { writer, _ in model.write(.look(look), to: &writer) }))
    return asks
  }

  private func event(_ text: String) throws(StepRefusal) -> (Int, Action) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let names = history.nodes.map(name(of:))
    let lane = try SteppedNetwork.lane(words.first ?? "", names, 0)
    let rest = words.count > 1 ? words[1] : ""
    let column = names[lane].count + 1
    if rest.hasPrefix("receives ") {
      guard let number = Int(rest.dropFirst("receives ".count)),
        places.indices.contains(number - 1), let place = places[number - 1]
      else {
        throw StepRefusal(
          "a state is named by the step that left it, as in `\(names[lane]) receives 1`",
          column: column + "receives ".count)
      }
      return (history.nodes[lane], .receive(place))
    }
    guard let step = ReplicaStep<Model.Operation>(phrase: rest) else {
      throw StepRefusal(
        "no event is written so; `\(names[lane]) receives 1` and "
          + model.plainOperations.prefix(3).map { "`\(names[lane]) \($0.phrase)`" }
          .joined(separator: ", ") + " are",
        column: column)
    }
    return (history.nodes[lane], .perform(step))
  }

  mutating func skip() { places.append(nil) }

  var begun: StepTelling { StepTelling(sentence: sentence, drawn: drawn) }

  private var attention: Attention<Model.Look> {
    model.attention(to: history.events, isDrawn: false)
  }

  /// What the answers to the event that has begun show.
  private func sight(_ answers: [[UInt8]]) throws(Stop) -> ReplicaSight<Model> {
    guard let last = answers.last else { throw .protocolViolation("no answer to a look") }
    var sight = ReplicaSight<Model>()
    do throws(WireError) {
      if case .perform(.act(let operation)) = pending?.action, let first = answers.first {
        var reader = ByteReader(first)
        sight.returned = try model.returned(by: operation, &reader)
      }
      var reader = ByteReader(last)
      sight.reading = try model.reading(to: attention.look, &reader)
    } catch {
      throw .protocolViolation("an answer that is not one: \(error)")
    }
    return sight
  }

  func effects(of answers: [[UInt8]]) throws(Stop) -> [StepEffect] {
    [StepEffect("then " + model.text(of: try sight(answers)))]
  }

  mutating func finish(_ answers: [[UInt8]]) throws(Stop) -> StepTelling {
    guard pending != nil else { throw .protocolViolation("an answer to no event") }
    let sight = try sight(answers)
    guard let reading = sight.reading else { throw .protocolViolation("nothing was shown") }
    sights.append(sight)
    var telling = begun
    telling.effects = try effects(of: answers)
    let place = history.events.count - 1
    let record = ReplicaRecord<Model>(history.events, sights, attention)
    let faults = model.faults(at: place, among: Set(Model.Kind.allCases), in: record)
    telling.violations = faults.map { .init(check: check, sentence: $0.sentence) }
    isBroken = isBroken || !faults.isEmpty
    readings.append(reading)
    numbers.append(places.count)
    places.append(place)
    self.pending = nil
    return telling
  }

  // MARK: What is to be seen

  private var sentence: String {
    guard let pending else { return "" }
    let who = name(of: pending.node)
    switch pending.action {
    case .receive(let place) where place < readings.count:
      let sender = name(of: history.events[place].node)
      return "\(who) receives \(readings[place]) from \(sender), as it was after step "
        + "\(numbers[place] + 1)"
    case .perform(.look): return "\(who) is looked at"
    case .perform(.startAnew): return "\(who) loses its state and is made anew"
    default: return pending.text
    }
  }

  private var drawn: Counterexample.Event {
    guard let pending, let lane = history.nodes.firstIndex(of: pending.node) else {
      return .local(lane: 0, label: "")
    }
    switch pending.action {
    case .perform(.act(let operation)): return .local(lane: lane, label: operation.label)
    case .perform(.look): return .local(lane: lane, label: "look")
    case .perform(.startAnew): return .restart(lane: lane)
    case .receive(let place):
      let sender = history.nodes.firstIndex(of: history.events[place].node) ?? lane
      let shown = place < readings.count ? readings[place].description : "its state"
      return sender == lane
        ? .local(lane: lane, label: "receive own")
        : .delivery(from: sender, to: lane, label: shown, sentIn: numbers[place])
    }
  }

  var view: RunView {
    RunView(
      states: history.nodes.map { node in
        guard let place = history.latest(of: node), place < readings.count else { return "" }
        return readings[place].description
      },
      guarantees: [.init(check, isBroken ? .broken : readings.isEmpty ? .untested : .kept)])
  }

  var choices: [StepChoice] {
    let names = history.nodes.map(name(of:))
    var choices: [StepChoice] = []
    func offer(_ kind: StepChoice.Kind, _ event: String, _ title: String? = nil) {
      var copy = self
      do throws(StepRefusal) {
        _ = try copy.begin(event)
        choices.append(StepChoice(kind, event, title: title))
      } catch {
        return
      }
    }
    for (lane, node) in history.nodes.enumerated() {
      for other in history.nodes where other != node {
        guard let place = history.latest(of: other) else { continue }
        let isKnown = history.latest(of: node).map { known[$0].contains(place) } ?? false
        offer(
          isKnown ? .again : .deliver, "\(names[lane]) receives \(numbers[place] + 1)",
          "\(name(of: other))'s state reaches \(names[lane])" + (isKnown ? " once more" : ""))
      }
    }
    for lane in names {
      for operation in model.plainOperations { offer(.call, "\(lane) \(operation.phrase)") }
    }
    if model.rebuilds { for lane in names { offer(.restart, "\(lane) starts anew") } }
    for (place, event) in history.events.enumerated() where history.latest(of: event.node) != place
    {
      for (lane, node) in history.nodes.enumerated() where node != event.node {
        offer(
          .delay, "\(names[lane]) receives \(numbers[place] + 1)",
          "an old state of \(name(of: event.node)), of step \(numbers[place] + 1), reaches "
            + names[lane])
      }
    }
    return choices
  }

  func scheduled(_ events: [String]) -> [String]? {
    var lines: [String] = []
    var places: [Int?] = []
    for event in events {
      guard !event.hasPrefix("skip: ") else {
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

extension ReplicaPart: SteppablePart {
  func steppedRun(setting: String, check: Check?) -> (any SteppedRun)? {
    NodeList(setting, noun: model.noun).map {
      SteppedReplicas(model, nodes: $0.nodes, check: (check ?? random).name)
    }
  }

  var usualSetting: String? { NodeList([0, 1, 2], noun: model.noun).description }
}

extension RelationPart: SteppablePart {
  /// How two states relate is not to be seen in either, so a run that a check has told is left to the check.
  func steppedRun(setting: String, check: Check?) -> (any SteppedRun)? {
    guard check == nil else { return nil }
    return NodeList(setting, noun: model.noun).map {
      SteppedReplicas(model, nodes: $0.nodes, check: random.name)
    }
  }

  var usualSetting: String? { NodeList([0, 1, 2], noun: model.noun).description }
}
