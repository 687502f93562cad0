import Simulation

/// What a set can hold in this suite.
enum SetElement: String, CaseIterable, Hashable, Sendable {
  case milk, eggs, bread
}

/// Some of the elements. A bit each: thousands of these are made for every submission.
struct SetElements: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// The one element.
  init(_ element: SetElement) {
    rawValue =
      switch element {
      case .milk: 1
      case .eggs: 2
      case .bread: 4
      }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  func contains(_ element: SetElement) -> Bool { contains(SetElements(element)) }

  mutating func insert(_ element: SetElement) { formUnion(SetElements(element)) }
}

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
    case .add(let element): "adds \(element.rawValue)"
    case .remove(let element): "removes \(element.rawValue)"
    case .look: "looks"
    case .startAnew: "starts anew"
    }
  }

  init?(phrase: String) {
    for operation in Self.all where operation.phrase == phrase {
      self = operation
      return
    }
    return nil
  }

  /// Adding and removing each of these elements.
  static func changes(of elements: [SetElement]) -> [SetOperation] {
    elements.map(SetOperation.add) + elements.map(SetOperation.remove)
  }

  private static let all: [SetOperation] = [.look, .startAnew] + changes(of: SetElement.allCases)
}

typealias SetHistory = CausalHistory<SetOperation>
typealias SetEvent = CausalEvent<SetOperation>

extension SetHistory {
  /// The elements that are added or removed.
  var elements: [SetElement] {
    SetElement.allCases.filter { element in
      events.contains {
        $0.action == .perform(.add(element)) || $0.action == .perform(.remove(element))
      }
    }
  }

  /// A random history of 3 replicas that add and remove some elements.
  init(elementCount: Int, eventCount: Int, random: inout RandomSource) {
    let elements = SetElement.allCases.prefix(elementCount)
    self.init(nodeCount: 3, eventCount: eventCount, random: &random) { random in
      let element = elements[random.index(below: elements.count)]
      return random.chance(3, in: 5) ? .add(element) : .remove(element)
    }
  }
}
