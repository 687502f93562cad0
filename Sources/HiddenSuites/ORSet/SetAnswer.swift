import ExerciseKit
import Wire

/// What a set showed when it was looked at.
struct SetObservation: Hashable, Sendable {
  /// What `elements` held of the words that were ever spoken of.
  var elements: SetElements = []
  /// What `contains` was true for, of the elements asked about.
  var contained: SetElements = []
  /// True when `elements` held anything else.
  var hasStranger = false

  /// The elements as a set is written.
  var text: String { elements.text(withStrangers: hasStranger) }
}

/// What a submission said at one event: the call's own answer, then what the set holds.
struct SetAnswer: Hashable, Sendable {
  /// What the set showed; nil when nobody looked.
  var observation: SetObservation?
  /// What the same state showed when it was looked at again after the whole history.
  var later: SetObservation?
  /// What `add` returned.
  var dot: Dot?
  /// What `remove` returned, in order; of very many, the first.
  var removed: [Dot] = []
  /// How many dots `remove` returned.
  var removedCount = 0

  /// What is read of one list in an answer. No history has so many adds, so a longer list is wrong,
  /// and what follows its first items makes no difference.
  static let listLimit = 1_000
  /// The longest text, in bytes, that is read in an answer. No word is as long.
  static let textLimit = 4_096

  var elements: SetElements { observation?.elements ?? [] }

  /// The elements as a set is written; nil when nobody looked.
  var text: String? { observation?.text }
}

/// A program under construction whose answers are read event by event.
struct SetConversation: Sendable {
  private enum Question {
    case call(SetEvent.Action)
    case look(probes: [SetElement])
    /// Look at the state of this answer again.
    case lookAgain(answer: Int, probes: [SetElement])
  }

  private var program = Program()
  private var questions: [Question] = []
  private var answerCount = 0
  /// Every word that was ever spoken of.
  private var words: SetElements = []

  init() {}

  /// Performs a list of events, each on a copy of the state before it, in slots of their own. All
  /// events of one conversation are performed by this or all by the other.
  /// - Parameters:
  ///   - looksAgain: true to look at every state once more after all events.
  ///   - probes: the elements to ask `contains` about after the event with this index; nil to look at
  ///     nothing.
  /// - Returns: where the answers are.
  mutating func perform(
    _ events: [SetEvent], clock: SetClock = .real, looksAgain: Bool = false,
    probes: (Int) -> [SetElement]?
  ) -> Range<Int> {
    let base = answerCount
    for (index, event) in events.enumerated() {
      if clock != .real { program.clock(clock.reading(at: index)) }
      perform(event, into: base + index, base: base, probes: probes(index))
    }
    if clock != .real { program.clock(.initial) }
    if looksAgain {
      for index in events.indices {
        guard let probes = probes(index) else { continue }
        questions.append(.lookAgain(answer: base + index, probes: probes))
        call(base + index, .observe(probes: probes.map(\.word)))
      }
    }
    return base..<answerCount
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
    ask(
      event, of: slot,
      merging: { if case .receive(let received) = $0 { base + received } else { slot } }(
        event.action),
      probes: probes)
  }

  /// Makes the set of a replica.
  mutating func make(_ slot: Int, replica: NodeID) {
    program.make(slot) { $0.node(replica) }
  }

  /// Puts a copy of a set aside.
  mutating func keep(_ slot: Int, in copy: Int) {
    program.copy(slot, to: copy)
  }

  /// Performs an event on the set in a slot, and looks at what it leaves behind.
  /// - Parameters:
  ///   - source: the slot of what is merged.
  ///   - probes: the elements to ask `contains` about afterwards; nil to look at nothing.
  mutating func ask(
    _ event: SetEvent, of slot: Int, merging source: Int, probes: [SetElement]?
  ) {
    questions.append(.call(event.action))
    answerCount += 1
    if let element = event.element { words.insert(element) }
    switch event.action {
    case .perform(.add(let element)): call(slot, .add(element.word))
    case .perform(.remove(let element)): call(slot, .remove(element.word))
    case .perform(.look), .perform(.startAnew): break
    case .receive: call(slot, .merge(slot: source))
    }
    if let probes {
      questions.append(.look(probes: probes))
      words.formUnion(probes)
      call(slot, .observe(probes: probes.map(\.word)))
    }
  }

  /// The same conversation, in which these words are known as well.
  func knowing(_ words: SetElements) -> Self {
    var conversation = self
    conversation.words.formUnion(words)
    return conversation
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
    answers.reserveCapacity(answerCount)
    for question in questions {
      switch question {
      case .call(let action):
        answers.append(try answer(to: action, &blobs))
      case .look(let probes):
        answers[answers.count - 1].observation = try observation(blobs.removeFirst(), probes)
      case .lookAgain(let answer, let probes):
        answers[answer].later = try observation(blobs.removeFirst(), probes)
      }
    }
    return answers
  }

  private func answer(
    to action: SetEvent.Action, _ blobs: inout ArraySlice<[UInt8]>
  ) throws(Stop) -> SetAnswer {
    var answer = SetAnswer()
    switch action {
    case .perform(.add):
      answer.dot = try read(blobs.removeFirst()) { (reader) throws(WireError) in
        try reader.dot()
      }
    case .perform(.remove):
      (answer.removed, answer.removedCount) = try list(
        blobs.removeFirst(), item: { (reader) throws(WireError) in try reader.dot() })
    case .receive:
      try read(blobs.removeFirst()) { (_) throws(WireError) in }
    case .perform(.look), .perform(.startAnew): break
    }
    return answer
  }

  /// What a list in an answer holds: its first items, and how many there are.
  private func list<Item>(
    _ blob: [UInt8], item: (inout ByteReader) throws(WireError) -> Item,
    rest: (inout ByteReader) throws(WireError) -> Void = { _ in }
  ) throws(Stop) -> (items: [Item], count: Int) {
    var items: [Item] = []
    var count = 0
    try read(blob) { (reader) throws(WireError) in
      count = try reader.itemCount()
      for _ in 0..<min(count, SetAnswer.listLimit) { items.append(try item(&reader)) }
      if count > SetAnswer.listLimit { reader.skipRest() } else { try rest(&reader) }
    }
    return (items, count)
  }

  private func observation(
    _ blob: [UInt8], _ probes: [SetElement]
  ) throws(Stop) -> SetObservation {
    var contained: SetElements = []
    let (known, count) = try list(
      blob, item: { (reader) throws(WireError) in try word(&reader) },
      rest: { (reader) throws(WireError) in
        for probe in probes where try reader.bool() { contained.insert(probe) }
      })
    let elements = SetElements(known.compactMap(\.self))
    return SetObservation(
      elements: elements, contained: contained, hasStranger: elements.count < count)
  }

  /// A word that was spoken of; nil for any other text.
  private func word(_ reader: inout ByteReader) throws(WireError) -> SetElement? {
    var ahead = reader
    guard try ahead.itemCount() <= SetAnswer.textLimit else {
      _ = try reader.nested()
      return nil
    }
    let element = SetElement(try reader.string())
    return words.contains(element) ? element : nil
  }
}
