/// What every replica knows after each event, computed from the events alone.
///
/// An element is present exactly when the replica's causal past holds an add of it that no remove
/// in that past had observed. Source: Shapiro et al. 2011, section 3.3.5.
struct SetOracle: Sendable {
  /// What one replica has seen, as indices of events in order.
  struct Knowledge: Hashable, Sendable {
    var adds: [Int] = []
    var removes: [Int] = []
    /// The adds that a remove in the past had observed.
    var removed: [Int] = []
    /// The elements with an add that was not removed.
    var present: SetElements = []
  }

  private(set) var events: [SetEvent] = []
  /// What the replica knows after each event.
  private(set) var knowledge: [Knowledge] = []
  /// For each event, how many adds its replica has made with it, in all its lives.
  private var ownAdds: [UInt64] = []

  init() {}

  init(_ events: [SetEvent]) {
    for event in events { append(event) }
  }

  mutating func append(_ event: SetEvent) {
    let index = events.count
    var known = event.previous.map { knowledge[$0] } ?? Knowledge()
    switch event.action {
    case .perform(.add):
      known.adds.append(index)
      if let element = event.element { known.present.insert(element) }
    case .perform(.remove(let element)):
      known.removes.append(index)
      known.removed = union(known.removed, known.adds.filter { self.element(of: $0) == element })
      known.present.remove(element)
    case .perform(.look): break
    case .perform(.startAnew): known = Knowledge()
    case .receive(let received):
      let (news, adds, removed) = (knowledge[received], known.adds, known.removed)
      known.adds = union(known.adds, news.adds)
      known.removes = union(known.removes, news.removes)
      known.removed = union(known.removed, news.removed)
      if known.adds != adds || known.removed != removed {
        let live = difference(known.adds, known.removed)
        known.present = SetElements(live.compactMap { self.events[$0].element })
      }
    }
    var adds = event.previous.map { ownAdds[$0] } ?? 0
    if case .perform(.add) = event.action { adds += 1 }
    ownAdds.append(adds)
    events.append(event)
    knowledge.append(known)
  }

  /// How many adds the event's replica has made before it, in all its lives. A replica that adds knows
  /// of all of them (`isFair`), so this is also the largest number among the dots of its own that it
  /// knows of, if each was counted right.
  func ownAdds(before event: Int) -> UInt64 {
    events[event].previous.map { ownAdds[$0] } ?? 0
  }

  /// The element an event adds or removes; nil for the others.
  func element(of event: Int) -> SetElement? {
    events[event].element
  }

  /// What the replica knew before an event, nothing at its first.
  func knowledge(before event: Int) -> Knowledge {
    events[event].previous.map { knowledge[$0] } ?? Knowledge()
  }

  /// The adds of `element` that are known and not removed.
  func live(_ element: SetElement, in known: Knowledge) -> [Int] {
    difference(known.adds, known.removed).filter { self.element(of: $0) == element }
  }

  /// The live adds of `element` that no other live add of it has seen. A set may let an add take
  /// the place of those it has seen, but these it has to keep apart.
  func newest(_ element: SetElement, in known: Knowledge) -> [Int] {
    let live = live(element, in: known)
    return live.filter { add in
      !live.contains { $0 != add && knowledge[$0].adds.contains(add) }
    }
  }

  /// False for an add by a replica that was made anew and has not heard of all its former adds: no
  /// replica could then know which dots are used up.
  func isFair(_ operation: SetOperation, after previous: Int?) -> Bool {
    guard case .add = operation, let previous else { return true }
    let known = knowledge[previous]
    var next: Int? = previous
    while let event = next {
      if case .perform(.add) = events[event].action, !known.adds.contains(event) { return false }
      next = events[event].previous
    }
    return true
  }

  /// What is in either of two lists, all in order.
  private func union(_ left: [Int], _ right: [Int]) -> [Int] {
    if left.isEmpty || left == right { return right }
    if right.isEmpty { return left }
    var union: [Int] = []
    union.reserveCapacity(left.count + right.count)
    var rest = right[...]
    for item in left {
      while let next = rest.first, next <= item {
        if next < item { union.append(next) }
        rest.removeFirst()
      }
      union.append(item)
    }
    return union + rest
  }

  /// What is in the first of two lists and not in the second, all in order.
  private func difference(_ left: [Int], _ right: [Int]) -> [Int] {
    var rest = right[...]
    return left.filter { item in
      rest = rest.drop { $0 < item }
      return rest.first != item
    }
  }
}

extension SetHistory {
  /// True when every add keeps to what a replica can know.
  var isFair: Bool {
    let oracle = SetOracle(events)
    return events.allSatisfy { event in
      guard case .perform(let operation) = event.action else { return true }
      return oracle.isFair(operation, after: event.previous)
    }
  }
}
