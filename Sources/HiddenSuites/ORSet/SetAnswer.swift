import ExerciseKit
import Wire

/// What a submission said at one event: the call's own answer, then what the set holds.
struct SetAnswer: Hashable, Sendable {
  /// What `elements` held of our vocabulary.
  var elements: SetElements = []
  /// What `contains` was true for, of the elements asked about.
  var contained: SetElements = []
  /// True when `elements` held something outside our vocabulary.
  var hasStranger = false
  /// What `add` returned.
  var dot: Dot?
  /// What `remove` returned, in order.
  var removed: [Dot] = []

  /// The elements as a set is written, such as `{eggs, milk}`.
  var text: String {
    let names =
      SetElement.allCases.filter { elements.contains($0) }.map(\.rawValue).sorted()
      + (hasStranger ? ["?"] : [])
    return "{\(names.joined(separator: ", "))}"
  }
}

/// A program under construction whose answers are read event by event.
struct SetConversation: Sendable {
  private var program = Program()
  private var questions: [(action: SetEvent.Action, probes: [SetElement]?)] = []

  init() {}

  /// Performs a list of events, each on a copy of the state before it, in slots of their own. All
  /// events of one conversation are performed by this or all by the other.
  /// - Parameter probes: the elements to ask `contains` about after the event with this index; nil to
  ///   look at nothing.
  /// - Returns: where the answers are.
  mutating func perform(
    _ events: [SetEvent], clock: SetClock = .real, probes: (Int) -> [SetElement]?
  ) -> Range<Int> {
    let base = questions.count
    for (index, event) in events.enumerated() {
      if clock != .real { program.clock(clock.reading(at: index)) }
      perform(event, into: base + index, base: base, probes: probes(index))
    }
    if clock != .real { program.clock(.initial) }
    return base..<questions.count
  }

  /// Performs an event on a copy of the state before it.
  /// - Parameters:
  ///   - slot: where to keep the state it leaves behind.
  ///   - base: the slot of event 0.
  ///   - probes: the elements to ask `contains` about afterwards; nil to look at nothing.
  mutating func perform(
    _ event: SetEvent, into slot: Int, base: Int = 0, probes: [SetElement]?
  ) {
    if let previous = event.previous, event.action != .perform(.startAnew) {
      program.copy(base + previous, to: slot)
    } else {
      program.make(slot) { $0.node(identifier(of: event.node)) }
    }
    switch event.action {
    case .perform(.add(let element)): call(slot, .add(element.rawValue))
    case .perform(.remove(let element)): call(slot, .remove(element.rawValue))
    case .perform(.look), .perform(.startAnew): break
    case .receive(let received): call(slot, .merge(slot: base + received))
    }
    if let probes { call(slot, .observe(probes: probes.map(\.rawValue))) }
    questions.append((event.action, probes))
  }

  private mutating func call(_ slot: Int, _ request: SetRequest) {
    program.call(slot) { request.write(to: &$0) }
  }

  /// Sends the program.
  /// - Returns: an answer for each event, in order; of events that were not looked at, only what the
  ///   call itself returned.
  func answers(from subject: any Subject) throws(Stop) -> [SetAnswer] {
    var blobs = try subject.run(program)[...]
    var answers: [SetAnswer] = []
    answers.reserveCapacity(questions.count)
    for (action, probes) in questions {
      var answer = SetAnswer()
      switch action {
      case .perform(.add):
        answer.dot = try read(blobs.removeFirst()) { (reader) throws(WireError) in
          try reader.dot()
        }
      case .perform(.remove):
        answer.removed = try read(blobs.removeFirst()) { (reader) throws(WireError) in
          var dots: [Dot] = []
          for _ in 0..<(try reader.itemCount()) { dots.append(try reader.dot()) }
          return dots
        }
      case .receive:
        try read(blobs.removeFirst()) { (_) throws(WireError) in }
      case .perform(.look), .perform(.startAnew): break
      }
      if let probes {
        try read(blobs.removeFirst()) { (reader) throws(WireError) in
          try answer.readObservation(from: &reader, probes: probes)
        }
      }
      answers.append(answer)
    }
    return answers
  }
}

extension SetAnswer {
  fileprivate mutating func readObservation(
    from reader: inout ByteReader, probes: [SetElement]
  ) throws(WireError) {
    for _ in 0..<(try reader.itemCount()) {
      if let element = SetElement(rawValue: try reader.string()) {
        elements.insert(element)
      } else {
        hasStranger = true
      }
    }
    for probe in probes where try reader.bool() { contained.insert(probe) }
  }
}
