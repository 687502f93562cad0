import ExerciseKit

/// What an event demands of a set: see Shapiro et al. 2011, section 3.3.5.
struct SetDemand: Sendable {
  /// What `add` must return.
  var dot: Dot?
  /// Of what `remove` must return, what it may and what it must hold.
  var removal: (live: Set<Dot>, newest: Set<Dot>)?
  /// What is there afterwards; nil where nobody looks.
  var present: SetElements?
}

extension SetModel {
  /// Keeps what every replica knows, event by event, and of what was known before only what is still to
  /// be received or gone on from: some runs have thousands of events.
  func demands(of events: [Event], looksAt: (Int) -> Bool) -> [SetDemand] {
    let lastUses = lastUses(of: events)
    var states: [SetShadow<SetElement>?] = []
    return events.enumerated().map { index, event in
      var state: SetShadow<SetElement>
      var other: SetShadow<SetElement>?
      if case .receive(let received) = event.action { other = states[received] }
      if let previous = event.previous, let known = states[previous] {
        state = known
        // A state that nobody needs any more would be copied with its change.
        if lastUses[previous] == index { states[previous] = nil }
      } else {
        state = fresh(event.node)
      }
      var demand = SetDemand()
      switch event.action {
      case .perform(.act(.add(let element))): demand.dot = Dot(state.add(element))
      case .perform(.act(.remove(let element))):
        let live = state.live(element)
        demand.removal = (
          Set(live.map(Dot.init)), Set(state.newest(among: live).map(Dot.init))
        )
        state.remove(element)
      case .perform(.look): break
      case .perform(.startAnew): state = fresh(event.node)
      case .receive: if let other { state.merge(other) }
      }
      if looksAt(index) { demand.present = SetElements(state.elements) }
      states.append(lastUses[index] == nil ? nil : state)
      return demand
    }
  }

  private func fresh(_ node: Int) -> SetShadow<SetElement> { SetShadow(name: Int128(node + 1)) }

  /// For each event, the last that goes on from its state or receives it.
  private func lastUses(of events: [Event]) -> [Int: Int] {
    var uses: [Int: Int] = [:]
    for (index, event) in events.enumerated() {
      if let previous = event.previous { uses[previous] = index }
      if case .receive(let received) = event.action { uses[received] = index }
    }
    return uses
  }

  func isMet(_ demand: SetDemand, by sight: Sight) -> Bool {
    if let dot = demand.dot, sight.returned != .dot(dot) { return false }
    if let removal = demand.removal {
      guard case .dots(let dots, let count) = sight.returned, count <= removal.live.count,
        removal.live.isSuperset(of: dots), removal.newest.isSubset(of: dots)
      else { return false }
    }
    guard let present = demand.present, let reading = sight.reading else { return true }
    return reading == SetReading(elements: present)
  }
}

extension Dot {
  fileprivate init(_ dot: ShadowDot) {
    self.init(replica: NodeID(UInt32(dot.replica)), sequence: UInt64(dot.sequence))
  }
}
