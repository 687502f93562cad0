import ExerciseKit
import Simulation
import Wire

/// What a replica does by itself: it adds an element, or removes one.
enum SetChange: ReplicaOperation {
  case add(SetElement)
  case remove(SetElement)

  var element: SetElement {
    switch self {
    case .add(let element), .remove(let element): element
    }
  }

  private var verb: String {
    if case .add = self { "add" } else { "remove" }
  }

  var phrase: String { "\(verb)s \(element.text)" }
  var label: String { "\(verb) \(element.text)" }
  /// Words are made plain all at once: see `SetModel.simpler(than:)`.
  var simpler: [SetChange] { [] }

  init?(phrase: String) {
    let words = phrase.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2, let element = SetElement(text: String(words[1])) else { return nil }
    switch words[0] {
    case "adds": self = .add(element)
    case "removes": self = .remove(element)
    default: return nil
    }
  }
}

/// What a set showed when it was looked at.
struct SetReading: Hashable, Sendable, CustomStringConvertible {
  /// What `elements` held of the words that were ever spoken of.
  var elements: SetElements = []
  /// True when `elements` held anything else.
  var hasStranger = false
  /// What `contains` said something else of than `elements`, of the elements asked about.
  var disagreements: SetElements = []

  var description: String {
    let set = elements.text(withStrangers: hasStranger)
    guard let element = disagreements.min(by: { $0.text < $1.text }) else { return set }
    return "\(set), but contains(\(element.text)) is \(!elements.contains(element))"
  }
}

/// What `add` or `remove` returned.
enum SetReturned: Hashable, Sendable {
  case dot(Dot)
  /// Dots in order; of very many, the first, and how many there are.
  case dots([Dot], count: Int)
}

/// What a set is asked that is looked at.
struct SetLook: Sendable {
  /// What `contains` is asked about.
  var probes: [SetElement]
  /// Every word that is spoken of.
  var words: SetElements
}

/// An observed-remove set of words.
struct SetModel: ReplicaModel {
  typealias Operation = SetChange
  typealias Reading = SetReading
  typealias Returned = SetReturned
  typealias Look = SetLook
  typealias Demand = SetDemand
  typealias Kind = SetFaultKind

  /// What is read of one list in an answer. No history has so many adds, so a longer list is wrong, and
  /// what follows its first items makes no difference.
  static let listLimit = 1_000
  /// The longest text, in bytes, that is read in an answer. No word is as long.
  private static let textLimit = 4_096

  let quantity = "elements"
  let blank = "{}"
  let rebuilds = true
  let plainOperations = [SetChange.add(.milk), .remove(.milk)]
  let fork = ForkOperations<SetChange>(
    crowd: (1...24).map { .add(SetElement("w\($0)")) },
    before: .add(.milk), elsewhere: .add(.bread),
    changes: [.add(.eggs), .add(.milk), .remove(.milk)], afterwards: [.add(.eggs), .add(.bread)])
  let lawExamples = [
    // The grouping matters most to who has not met what a remove takes away.
    History(3, "n2 adds milk", "n3 receives 1", "n3 removes milk", "n1 adds eggs"),
    // Everybody has removed something and holds something else.
    History(
      3, "n1 adds milk", "n1 adds eggs", "n1 removes milk", "n2 adds milk", "n2 adds bread",
      "n2 removes milk", "n3 receives 2", "n3 adds bread", "n3 removes eggs"),
  ]

  // MARK: Asking

  func make(for node: NodeID, in writer: inout ByteWriter) { writer.node(node) }

  func write(_ question: ReplicaQuestion<SetModel>, to writer: inout ByteWriter) {
    switch question {
    case .act(.add(let element)): SetRequest.add(element.word).write(to: &writer)
    case .act(.remove(let element)): SetRequest.remove(element.word).write(to: &writer)
    case .receive(let slot): SetRequest.merge(slot: slot).write(to: &writer)
    case .look(let look): SetRequest.observe(probes: look.probes.map(\.word)).write(to: &writer)
    case .relation: preconditionFailure("the task says nothing of equality")
    }
  }

  /// Of histories that are not drawn, plain words that nobody mentions are asked about too. Where elements or
  /// events are many, to look after every event would take the most of a submission's time, and now and then
  /// will do; of very many, `contains` is asked about every fourth, for what is there is seen anyway.
  func attention(to events: [Event], isDrawn: Bool) -> Attention<SetLook> {
    let mentioned = elements(of: events)
    let others = isDrawn ? [] : SetElement.plain.filter { !mentioned.contains($0) }
    let probes = (mentioned + others).enumerated()
      .filter { mentioned.count <= 64 || $0.offset % 4 == 0 }
      .flatMap { [$0.element] + [$0.element.respelled].compactMap(\.self) }
    let isLong = mentioned.count + others.count > 16 || events.count > 200
    return Attention(
      look: SetLook(probes: probes, words: SetElements(mentioned + others)),
      interval: isLong ? 24 : 1)
  }

  func returned(
    by operation: SetChange, _ reader: inout ByteReader
  ) throws(WireError) -> SetReturned {
    guard case .remove = operation else { return .dot(try reader.dot()) }
    let count = try reader.itemCount()
    var dots: [Dot] = []
    for _ in 0..<min(count, Self.listLimit) { dots.append(try reader.dot()) }
    if count > Self.listLimit { reader.skipRest() }
    return .dots(dots, count: count)
  }

  func received(_ reader: inout ByteReader) {}

  func reading(to look: SetLook, _ reader: inout ByteReader) throws(WireError) -> SetReading {
    let count = try reader.itemCount()
    var reading = SetReading()
    for _ in 0..<min(count, Self.listLimit) {
      if let word = try word(&reader), look.words.contains(word) { reading.elements.insert(word) }
    }
    reading.hasStranger = reading.elements.count < count
    if count > Self.listLimit {
      reader.skipRest()
      return reading
    }
    for probe in look.probes where try reader.bool() != reading.elements.contains(probe) {
      reading.disagreements.insert(probe)
    }
    return reading
  }

  /// A word; nil for a text that is longer than any.
  private func word(_ reader: inout ByteReader) throws(WireError) -> SetElement? {
    var ahead = reader
    guard try ahead.itemCount() <= Self.textLimit else {
      _ = try reader.nested()
      return nil
    }
    return SetElement(try reader.string())
  }

  // MARK: Drawing

  func drawing(
    _ situation: ReplicaSituation, random: inout RandomSource
  ) -> (inout RandomSource) -> SetChange {
    let elements =
      switch situation {
      case .plain(let number): Array(SetElement.plain.prefix(1 + number % 3))
      case .odd(let number): SetWords.groups[number % SetWords.groups.count]
      case .alike(let count): SetWords.alike(count, random: &random)
      }
    return { random in
      let element = elements[random.index(below: elements.count)]
      return random.chance(3, in: 5) ? .add(element) : .remove(element)
    }
  }

  func isDeed(_ operation: SetChange) -> Bool {
    if case .add = operation { true } else { false }
  }

  func kin(of operation: SetChange) -> [SetChange] {
    [.add(operation.element), .remove(operation.element)]
  }

  func undoing(_ operation: SetChange) -> SetChange? { .remove(operation.element) }

  /// What is hidden in a set shows in what removing an element takes away.
  func followUps(after history: History) -> [Event.Action] {
    elements(of: history.events.filter { $0.operation().map(isDeed) == true })
      .map { .perform(.act(.remove($0))) }
  }

  // MARK: Telling

  func sentence(of operation: SetChange, returning returned: SetReturned?) -> String {
    switch returned {
    case .dot(let dot): "\(operation.phrase) under the dot \(dot)"
    case .dots(let dots, _): "\(operation.phrase), taking away \(dots.listed)"
    case nil: operation.phrase
    }
  }

  func text(of sight: Sight) -> String {
    let shown = "shows \(sight.reading.map(\.description) ?? "what it holds")"
    return switch sight.returned {
    case .dot(let dot): "adds under \(dot) and \(shown)"
    case .dots(let dots, _): "removes \(dots.listed) and \(shown)"
    case nil: shown
    }
  }

  /// The same history with the plainest words there are, when they suffice.
  func simpler(than history: History) -> [History] {
    let elements = elements(of: history.events)
    guard elements.count <= SetElement.plain.count else { return [] }
    let words = Dictionary(uniqueKeysWithValues: zip(elements, SetElement.plain))
    var plain = History(nodes: history.nodes)
    for event in history.events {
      var action = event.action
      if let operation = event.operation(), let word = words[operation.element] {
        action = .perform(.act(isDeed(operation) ? .add(word) : .remove(word)))
      }
      plain.append(action, at: event.node)
    }
    return [plain]
  }

  /// The elements that are added or removed, in the order of their first event.
  private func elements(of events: [Event]) -> [SetElement] {
    var known: SetElements = []
    return events.compactMap { $0.operation()?.element }.filter { known.insert($0).inserted }
  }
}

extension [Dot] {
  /// The first few of them in a sentence.
  var listed: String {
    isEmpty ? "nothing" : prefix(8).map(\.description).joined(separator: ", ")
  }
}
