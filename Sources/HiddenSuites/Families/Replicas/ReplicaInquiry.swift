import ExerciseKit
import Wire

/// Events that are asked about in one exchange, and how their answers are read.
struct ReplicaInquiry<Model: ReplicaModel>: Sendable {
  typealias Event = Model.Event
  typealias Sight = ReplicaSight<Model>

  /// What is done at each point of the program, as far as it is answered.
  private enum Point: Sendable {
    case act(Model.Operation)
    case receipt
    /// Something without an answer.
    case silence
    case look(Model.Look)
    /// Look at the state of this event again.
    case lookAgain(Int, Model.Look)
    case comparison
  }

  /// How many events one exchange may hold, so that a slow submission stays within a request's time.
  static var limit: Int { 2_000 }

  private let model: Model
  private var program = Program()
  private var points: [Point] = []
  /// How many events there are so far.
  private(set) var eventCount = 0

  init(_ model: Model) {
    self.model = model
  }

  /// Adds events, whose own places are counted from the first of them. Each happens to a copy of the state
  /// before it, in a slot of its own, so that older states can be sent, and looked at again.
  /// - Returns: where they are among all.
  mutating func perform(
    _ events: [Event], _ attention: Attention<Model.Look>, clock: StagedClock = .real
  ) -> Range<Int> {
    let base = eventCount
    for (index, event) in events.enumerated() {
      if clock != .real { program.clock(clock.reading(at: index)) }
      let isSeen = attention.isPaid(to: index, of: events.count)
      perform(event, into: base + index, base: base, look: isSeen ? attention.look : nil)
    }
    if clock != .real { program.clock(.initial) }
    if attention.looksAgain {
      for index in events.indices where attention.isPaid(to: index, of: events.count) {
        points.append(.lookAgain(base + index, attention.look))
        ask(.look(attention.look), of: base + index)
      }
    }
    return base..<eventCount
  }

  /// Performs an event on a copy of the state before it.
  /// - Parameters:
  ///   - slot: where to keep the state it leaves behind.
  ///   - base: the slot of event 0.
  ///   - look: what to ask of that state; nil for nothing.
  mutating func perform(_ event: Event, into slot: Int, base: Int = 0, look: Model.Look?) {
    if let previous = event.previous, event.action != .perform(.startAnew) {
      program.copy(base + previous, to: slot)
    } else {
      make(slot, for: event.node)
    }
    var source = slot
    if case .receive(let received) = event.action { source = base + received }
    happen(event, to: slot, receiving: source, look: look)
  }

  /// Performs an event on the value in a slot itself.
  /// - Parameters:
  ///   - source: the slot of the state that it receives.
  ///   - copy: where to put a copy of the state it leaves behind; nil for nowhere.
  mutating func change(
    _ slot: Int, by event: Event, receiving source: Int?, keepingIn copy: Int?, look: Model.Look?
  ) {
    if event.previous == nil || event.action == .perform(.startAnew) {
      make(slot, for: event.node)
    }
    happen(event, to: slot, receiving: source ?? slot, look: look)
    if let copy { program.copy(slot, to: copy) }
  }

  /// Asks how two states relate.
  mutating func compare(_ left: Int, _ right: Int) {
    guard model.comparesStates else { return }
    points.append(.comparison)
    ask(.relation(slot: right), of: left)
  }

  private mutating func make(_ slot: Int, for node: Int) {
    program.make(slot) { [model] in model.make(for: identifier(of: node), in: &$0) }
  }

  private mutating func ask(_ question: ReplicaQuestion<Model>, of slot: Int) {
    program.call(slot) { [model] in model.write(question, to: &$0) }
  }

  private mutating func happen(
    _ event: Event, to slot: Int, receiving source: Int, look: Model.Look?
  ) {
    eventCount += 1
    switch event.action {
    case .perform(.act(let operation)):
      points.append(.act(operation))
      ask(.act(operation), of: slot)
    case .perform(.look), .perform(.startAnew): points.append(.silence)
    case .receive:
      points.append(.receipt)
      ask(.receive(slot: source), of: slot)
    }
    if let look {
      points.append(.look(look))
      ask(.look(look), of: slot)
    }
  }

  /// Asks a submission.
  /// - Returns: what was seen of each event, and what each comparison said.
  func answers(
    from subject: any Subject
  ) throws(Stop) -> (sights: [Sight], relations: [Model.Relation]) {
    var blobs = try subject.run(program)[...]
    var sights: [Sight] = []
    sights.reserveCapacity(eventCount)
    var relations: [Model.Relation] = []
    for point in points {
      if case .silence = point {
        sights.append(Sight())
        continue
      }
      guard let blob = blobs.popFirst() else {
        throw .protocolViolation("fewer answers than questions")
      }
      switch point {
      case .silence: break
      case .act(let operation):
        sights.append(
          Sight(
            returned: try read(blob) { (reader) throws(WireError) in
              try model.returned(by: operation, &reader)
            }))
      case .receipt:
        try read(blob) { (reader) throws(WireError) in try model.received(&reader) }
        sights.append(Sight())
      case .look(let look): sights[sights.count - 1].reading = try reading(of: blob, look)
      case .lookAgain(let event, let look): sights[event].later = try reading(of: blob, look)
      case .comparison:
        relations.append(
          try read(blob) { (reader) throws(WireError) in try model.relation(&reader) })
      }
    }
    return (sights, relations)
  }

  private func reading(of blob: [UInt8], _ look: Model.Look) throws(Stop) -> Model.Reading {
    try read(blob) { (reader) throws(WireError) in try model.reading(to: look, &reader) }
  }
}
