/// The events of some nodes in one order that respects happens-before.
struct CausalHistory<Operation: NodeOperation>: Hashable, Sendable {
  typealias Event = CausalEvent<Operation>

  /// The nodes there are, in the order in which they are counted.
  let nodes: [Int]
  private(set) var events: [Event] = []
  private var latest: [Int: Int] = [:]

  init(nodes: [Int]) {
    self.nodes = nodes
  }

  /// A history of the nodes n1, n2, …
  init(nodeCount: Int) {
    self.init(nodes: Array(0..<nodeCount))
  }

  var nodeCount: Int { nodes.count }

  /// A history from lines such as `n1 adds milk` and `n2 receives 1`; event numbers start at 1.
  /// - Returns: nil when a line is not one of these.
  init?(nodes: [Int], lines: [String]) {
    self.init(nodes: nodes)
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let node = node(named: words[0]), nodes.contains(node)
      else { return nil }
      if words[1].hasPrefix("receives ") {
        guard let event = Int(words[1].dropFirst("receives ".count)),
          (1...max(1, events.count)).contains(event), !events.isEmpty
        else { return nil }
        append(.receive(event - 1), at: node)
      } else {
        guard let operation = Operation(phrase: words[1]) else { return nil }
        append(.perform(operation), at: node)
      }
    }
  }

  /// A history of the nodes n1, n2, … from its lines.
  init?(nodeCount: Int, lines: [String]) {
    self.init(nodes: Array(0..<nodeCount), lines: lines)
  }

  /// A history written in this program's own source.
  init(_ nodeCount: Int, _ lines: String...) {
    guard let history = Self(nodeCount: nodeCount, lines: lines) else {
      preconditionFailure("not a history: \(lines)")
    }
    self = history
  }

  /// What `init(nodeCount:lines:)` reads.
  var lines: [String] {
    events.map { event in
      switch event.action {
      case .perform(let operation): "\(name(of: event.node)) \(operation.phrase)"
      case .receive(let received): "\(name(of: event.node)) receives \(received + 1)"
      }
    }
  }

  /// The last event of a node so far; nil when it has none.
  func latest(of node: Int) -> Int? {
    latest[node]
  }

  mutating func append(_ action: Event.Action, at node: Int) {
    events.append(Event(node: node, action: action, previous: latest[node]))
    latest[node] = events.count - 1
  }

  /// The history without one event. What its state was received for, the node's state before it is
  /// received for now; where there was none, the receipt goes too.
  func removing(_ removed: Int) -> Self {
    keeping { $0 != removed }
  }

  /// The history without a stretch of events.
  func removing(_ removed: Range<Int>) -> Self {
    keeping { !removed.contains($0) }
  }

  /// The history cut down to these events and their causal past.
  func causalPast(of targets: [Int]) -> Self {
    var isNeeded = Array(repeating: false, count: events.count)
    for target in targets { isNeeded[target] = true }
    for (index, event) in events.enumerated().reversed() where isNeeded[index] {
      if let previous = event.previous { isNeeded[previous] = true }
      if case .receive(let received) = event.action { isNeeded[received] = true }
    }
    return keeping { isNeeded[$0] }
  }

  /// The same history with the nodes renamed in the order in which they first appear.
  var namedInOrder: Self {
    var names: [Int: Int] = [:]
    for event in events where names[event.node] == nil { names[event.node] = names.count }
    var renamed = Self(nodeCount: nodeCount)
    for event in events { renamed.append(event.action, at: names[event.node] ?? event.node) }
    return renamed
  }

  /// True when the nodes are n1, n2, … as in a space of all histories.
  var isNamedInOrder: Bool { nodes == Array(0..<nodeCount) }

  /// For each event, the events that happened before it and itself, in order.
  var pasts: [[Int]] {
    var pasts: [[Int]] = []
    for (index, event) in events.enumerated() {
      var past = event.previous.map { pasts[$0] } ?? []
      if case .receive(let received) = event.action {
        past = Set(past).union(pasts[received]).sorted()
      }
      pasts.append(past + [index])
    }
    return pasts
  }

  func keeping(_ isKept: (Int) -> Bool) -> Self {
    var kept = Self(nodes: nodes)
    // For each event, the event in `kept` that now stands for the state it left behind.
    var standIns: [Int?] = []
    for (index, event) in events.enumerated() {
      let before = event.previous.flatMap { standIns[$0] }
      switch event.action {
      case .perform where isKept(index):
        kept.append(event.action, at: event.node)
        standIns.append(kept.events.count - 1)
      case .receive(let received):
        if isKept(index), let source = standIns[received] {
          kept.append(.receive(source), at: event.node)
          standIns.append(kept.events.count - 1)
        } else {
          standIns.append(before)
        }
      case .perform:
        standIns.append(before)
      }
    }
    return kept
  }
}
