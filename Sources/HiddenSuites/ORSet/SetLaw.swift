/// A law of merging, tried on the states that a history leaves at its replicas.
///
/// Source: Shapiro et al. 2011, section 2.3.
enum SetLaw: Hashable, Sendable, CaseIterable {
  /// Merging a state again, or one's own, changes nothing.
  case idempotent
  /// It does not matter which of two replicas merges the other.
  case commutative
  /// It does not matter which of three states are merged first.
  case associative

  /// A history, the merges tried after it, and which two of them must leave equal sets behind.
  struct Trial {
    var events: [SetEvent]
    /// The events whose states must be equal.
    var left = 0
    var right = 0
    /// Where a copy of the first replica was set aside, to be merged in the other order.
    var copy: Int?

    fileprivate init(_ history: SetHistory) {
      events = history.events
    }

    fileprivate mutating func merge(_ received: Int, into previous: Int) -> Int {
      events.append(
        SetEvent(node: events[previous].node, action: .receive(received), previous: previous))
      return events.count - 1
    }

    fileprivate mutating func setAside(_ previous: Int) -> Int {
      events.append(
        SetEvent(node: events[previous].node, action: .perform(.look), previous: previous))
      copy = events.count - 1
      return events.count - 1
    }
  }

  /// The trials of this law after a history; none while a replica they need has no event yet.
  func trials(after history: SetHistory) -> [Trial] {
    let latest = history.nodes.map(history.latest(of:))
    guard latest.count > 1, let first = latest[0], let second = latest[1] else { return [] }
    switch self {
    case .idempotent:
      var again = Trial(history)
      again.left = again.merge(second, into: first)
      var own = again
      again.right = again.merge(second, into: again.left)
      own.right = own.merge(own.left, into: own.left)
      return [again, own]
    case .commutative:
      var crossed = Trial(history)
      crossed.left = crossed.merge(second, into: first)
      crossed.right = crossed.merge(first, into: second)
      return [crossed]
    case .associative:
      guard latest.count > 2, let third = latest[2] else { return [] }
      var grouped = Trial(history)
      grouped.left = grouped.merge(third, into: grouped.merge(second, into: first))
      let aside = grouped.setAside(first)
      grouped.right = grouped.merge(grouped.merge(third, into: second), into: aside)
      return [grouped]
    }
  }

  /// What the law demands of the two states of a trial.
  func demand(of replicas: [Int]) -> String {
    let names = replicas.map(name(of:))
    return switch self {
    case .idempotent: "merging a state again must change nothing"
    case .commutative:
      "\(names[0]) merging \(names[1]) must give what \(names[1]) merging \(names[0]) gives"
    case .associative:
      "merging \(names[1]) and then \(names[2]) must give what merging \(names[1]) with "
        + "\(names[2]) in it gives"
    }
  }

  /// How many trials of this law there are after these histories.
  func trialCount(after histories: [SetHistory]) -> Int {
    histories.reduce(0) { $0 + trials(after: $1).count }
  }
}
