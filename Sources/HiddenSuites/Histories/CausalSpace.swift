/// Every event that can happen in any history of a few nodes, by the number of events it needs.
///
/// What a node's state is depends on the event's causal past alone, so histories that differ only
/// in the order of unrelated events share their events here. All histories of up to n events are
/// covered by far fewer states than there are histories.
struct CausalSpace<Operation: NodeOperation>: Sendable {
  typealias Event = CausalEvent<Operation>

  let nodeCount: Int
  let operations: [Operation]
  /// Every event so far, those that need fewer events first.
  private(set) var events: [Event] = []
  /// For each event, the events of the shortest history that contains it, itself included, in
  /// order.
  private(set) var pasts: [[Int]] = []
  /// The number of events that the events of the last level need.
  private(set) var depth = 0
  /// For each event and node, in one row per event, the node's last event in the past; -1 for none.
  private var frontiers: [Int] = []
  /// For each event, the one before it at its node; -1 for none.
  private var previous: [Int] = []
  /// For each event, its node. Kept apart because the search for receipts reads little else.
  private var nodes: [Int] = []
  /// For each event, how many events its node has had with it.
  private var ordinals: [Int] = []

  /// Every event is paired with every other to find who can receive what.
  private static var pairingLimit: Int { 4_000 }

  init(nodeCount: Int, operations: [Operation]) {
    self.nodeCount = nodeCount
    self.operations = operations
  }

  /// Adds all events that need one event more than those so far.
  /// - Parameters:
  ///   - limit: stop when there are this many events in all.
  ///   - isAllowed: whether an operation makes sense after a node's event (nil: as its first).
  /// - Returns: the new events; nil when the limit cut them short, or pairing up so many events
  ///   would take too long.
  mutating func grow(
    limit: Int, isAllowed: (Operation, _ after: Int?) -> Bool = { _, _ in true }
  ) -> Range<Int>? {
    let known = events.count
    guard known <= Self.pairingLimit else { return nil }
    for node in 0..<nodeCount {
      if depth == 0 { perform(at: node, after: nil, isAllowed) }
      for event in 0..<known where pasts[event].count == depth {
        if events[event].node == node {
          perform(at: node, after: event, isAllowed)
        } else if frontiers[event * nodeCount + node] < 0 {
          append(Event(node: node, action: .receive(event), previous: nil), past: pasts[event])
        }
      }
    }
    for receiver in 0..<known {
      for received in 0..<known where canReceive(received, after: receiver) {
        append(
          Event(node: events[receiver].node, action: .receive(received), previous: receiver),
          past: unionOfPasts(receiver, received))
        guard events.count <= limit else { return nil }
      }
    }
    depth += 1
    return known..<events.count
  }

  private mutating func perform(
    at node: Int, after previous: Int?, _ isAllowed: (Operation, Int?) -> Bool
  ) {
    for operation in operations where isAllowed(operation, previous) {
      append(
        Event(node: node, action: .perform(operation), previous: previous),
        past: previous.map { pasts[$0] } ?? [])
    }
  }

  private mutating func append(_ event: Event, past: [Int]) {
    let index = events.count
    events.append(event)
    nodes.append(event.node)
    pasts.append(past + [index])
    previous.append(event.previous ?? -1)
    ordinals.append(event.previous.map { ordinals[$0] + 1 } ?? 1)
    let row = frontiers.count
    frontiers += repeatElement(-1, count: nodeCount)
    for earlier in past { frontiers[row + nodes[earlier]] = earlier }
    frontiers[row + event.node] = index
  }

  /// True when the receipt is possible and needs one event more than those so far.
  private func canReceive(_ received: Int, after receiver: Int) -> Bool {
    let node = nodes[receiver]
    guard nodes[received] != node, historySize(of: receiver, received) == depth
    else { return false }
    let known = frontiers[received * nodeCount + node]
    return (known < 0 || isOnChain(known, endingAt: receiver)) && canCoexist(receiver, received)
  }

  /// The number of events in the shortest history that contains both, if one history can.
  func historySize(of left: Int, _ right: Int) -> Int {
    var size = 0
    for node in 0..<nodeCount {
      let (one, other) = (frontiers[left * nodeCount + node], frontiers[right * nodeCount + node])
      size += max(one < 0 ? 0 : ordinals[one], other < 0 ? 0 : ordinals[other])
    }
    return size
  }

  /// True when one history can contain both events.
  func canCoexist(_ left: Int, _ right: Int) -> Bool {
    for node in 0..<nodeCount {
      let (one, other) = (frontiers[left * nodeCount + node], frontiers[right * nodeCount + node])
      guard one < 0 || other < 0 || isOnChain(min(one, other), endingAt: max(one, other))
      else { return false }
    }
    return true
  }

  /// True when a node that has come to `last` has gone through `event`.
  private func isOnChain(_ event: Int, endingAt last: Int) -> Bool {
    var current = last
    while current > event { current = previous[current] }
    return current == event
  }

  /// The events of the shortest history that contains both events, in order.
  func unionOfPasts(_ left: Int, _ right: Int) -> [Int] {
    var union: [Int] = []
    union.reserveCapacity(pasts[left].count + pasts[right].count)
    var rest = pasts[right][...]
    for event in pasts[left] {
      while let next = rest.first, next <= event {
        if next < event { union.append(next) }
        rest.removeFirst()
      }
      union.append(event)
    }
    return union + rest
  }

  /// These events as a history of their own; they must hold their own causal past.
  func history(of members: [Int]) -> CausalHistory<Operation> {
    var history = CausalHistory<Operation>(nodeCount: nodeCount)
    for member in members {
      switch events[member].action {
      case .receive(let received):
        guard let position = members.firstIndex(of: received) else {
          preconditionFailure("event \(member) receives \(received), which is not in \(members)")
        }
        history.append(.receive(position), at: events[member].node)
      case .perform:
        history.append(events[member].action, at: events[member].node)
      }
    }
    return history
  }
}
