import Simulation

/// What a replica does by itself.
enum SetOperation: NodeOperation {
  case add(SetElement)
  case remove(SetElement)
  /// Shows what it holds and changes nothing.
  case look
  /// Loses its state and is made anew, empty, under the same name.
  case startAnew

  var phrase: String {
    switch self {
    case .add(let element): "adds \(element.text)"
    case .remove(let element): "removes \(element.text)"
    case .look: "looks"
    case .startAnew: "starts anew"
    }
  }

  init?(phrase: String) {
    let (adds, removes) = ("adds ", "removes ")
    if phrase == Self.look.phrase {
      self = .look
    } else if phrase == Self.startAnew.phrase {
      self = .startAnew
    } else if phrase.hasPrefix(adds) {
      guard let element = SetElement(text: String(phrase.dropFirst(adds.count))) else { return nil }
      self = .add(element)
    } else if phrase.hasPrefix(removes) {
      guard let element = SetElement(text: String(phrase.dropFirst(removes.count))) else {
        return nil
      }
      self = .remove(element)
    } else {
      return nil
    }
  }

  /// Adding and removing each of these elements.
  static func changes(of elements: [SetElement]) -> [SetOperation] {
    elements.map(SetOperation.add) + elements.map(SetOperation.remove)
  }
}

typealias SetHistory = CausalHistory<SetOperation>
typealias SetEvent = CausalEvent<SetOperation>

extension SetOperation {
  /// The element that is added or removed; nil for the others.
  var element: SetElement? {
    switch self {
    case .add(let element), .remove(let element): element
    case .look, .startAnew: nil
    }
  }
}

extension SetEvent {
  /// The element an event adds or removes; nil for the others.
  var element: SetElement? {
    if case .perform(let operation) = action { operation.element } else { nil }
  }
}

extension SetHistory {
  /// The elements that are added or removed, in the order of their first event.
  var elements: [SetElement] {
    var known: SetElements = []
    return events.compactMap(\.element).filter { known.insert($0).inserted }
  }

  /// The same history with the plainest words there are, when they suffice.
  var inPlainWords: Self {
    let elements = elements
    guard elements.count <= SetElement.plain.count else { return self }
    var words: [SetElement: SetElement] = [:]
    for (element, word) in zip(elements, SetElement.plain) { words[element] = word }
    var plain = Self(nodes: nodes)
    for event in events {
      switch event.action {
      case .perform(.add(let element)):
        plain.append(.perform(.add(words[element] ?? element)), at: event.node)
      case .perform(.remove(let element)):
        plain.append(.perform(.remove(words[element] ?? element)), at: event.node)
      default: plain.append(event.action, at: event.node)
      }
    }
    return plain
  }
}
