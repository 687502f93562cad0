import ExerciseKit

/// What each replica of a long run knows, kept up to date event by event. `SetOracle` keeps what is
/// known after every event, which is more than a long run needs and takes time that grows with the
/// square of its length.
///
/// A replica's adds are numbered from 1 without gaps, so whoever knows of one knows of all before it,
/// and a number per replica says which dots a state has seen. Source: Bieniusa et al. 2012, section 2.
struct SetRunModel {
  /// The dots of one element.
  struct Dots: Hashable, Sendable {
    /// Those that nobody has removed.
    var live: Set<Dot> = []
    /// Those of them that no other live one has seen: a set may let an add take the place of the rest.
    var newest: Set<Dot> = []
  }

  /// What one replica knows.
  struct State: Sendable {
    fileprivate(set) var dots: [SetElement: Dots] = [:]
    fileprivate var seen: [NodeID: UInt64] = [:]

    /// The elements with a live dot.
    var present: SetElements { SetElements(dots.keys) }

    /// The dot of the next add of a replica that knows this.
    func next(of replica: NodeID) -> Dot {
      Dot(replica: replica, sequence: (seen[replica] ?? 0) + 1)
    }

    fileprivate mutating func add(_ element: SetElement, under dot: Dot) {
      seen[dot.replica] = dot.sequence
      dots[element, default: Dots()].live.insert(dot)
      dots[element]?.newest = [dot]
    }

    fileprivate mutating func merge(_ other: State) {
      for (element, theirs) in other.dots {
        let ours = dots[element] ?? Dots()
        if ours == theirs { continue }
        dots[element] = merged(ours, theirs, other.seen)
      }
      for (element, ours) in dots where other.dots[element] == nil {
        dots[element] = merged(ours, Dots(), other.seen)
      }
      seen.merge(other.seen, uniquingKeysWith: max)
    }

    /// Keeps what both sides have, and of what one side lacks, whatever it has not seen.
    private func merged(
      _ ours: Dots, _ theirs: Dots, _ theirSeen: [NodeID: UInt64]
    ) -> Dots? {
      func both(_ one: Set<Dot>, _ other: Set<Dot>) -> Set<Dot> {
        one.filter { other.contains($0) || $0.sequence > theirSeen[$0.replica] ?? 0 }
          .union(other.filter { one.contains($0) || $0.sequence > seen[$0.replica] ?? 0 })
      }
      let live = both(ours.live, theirs.live)
      return live.isEmpty ? nil : Dots(live: live, newest: both(ours.newest, theirs.newest))
    }
  }

  /// What an event's answers must be.
  struct Demand: Sendable {
    /// What `add` must return.
    var dot: Dot?
    /// Of what `remove` must return, what it may and what it must hold.
    var removal: Dots?
    /// What is there afterwards; nil where nobody looks.
    var present: SetElements?
  }

  private var states: [State?] = []
  private let isKept: Set<Int>

  /// - Parameter isKept: the events whose states are merged later.
  init(keeping isKept: Set<Int>) {
    self.isKept = isKept
  }

  /// Performs the next event.
  /// - Parameter looks: whether somebody looks at the state it leaves behind.
  mutating func perform(_ event: SetEvent, looks: Bool) -> Demand {
    var state = event.previous.flatMap { states[$0] } ?? State()
    // A state that nobody needs any more would be copied with this change.
    if let previous = event.previous, !isKept.contains(previous) { states[previous] = nil }
    var demand = Demand()
    switch event.action {
    case .perform(.add(let element)):
      let dot = state.next(of: identifier(of: event.node))
      state.add(element, under: dot)
      demand.dot = dot
    case .perform(.remove(let element)):
      demand.removal = state.dots.removeValue(forKey: element) ?? Dots()
    case .perform(.look): break
    case .perform(.startAnew): state = State()
    case .receive(let received): if let other = states[received] { state.merge(other) }
    }
    if looks { demand.present = state.present }
    states.append(state)
    return demand
  }
}
