import ExerciseKit

// The tree of commanders within commanders, as the paper has it: each word has below it what others say of it.

struct Lieutenant: OrderRelaying {
  private indirect enum Word {
    /// Whoever may pass it on, and what they say; none before somebody has.
    case node(said: String?, below: [(NodeID, Word)])

    static func tree(_ others: [NodeID], depth: Int) -> Word {
      let below =
        depth == 0
        ? []
        : others.map { other in (other, tree(others.filter { $0 != other }, depth: depth - 1)) }
      return .node(said: nil, below: below)
    }

    /// Puts an order where a path leads; false where it leads nowhere, or one is there.
    mutating func put(_ order: String, _ path: ArraySlice<NodeID>) -> Bool {
      guard case .node(let said, var below) = self else { return false }
      guard let next = path.first else {
        guard said == nil else { return false }
        self = .node(said: order, below: below)
        return true
      }
      guard let place = below.firstIndex(where: { $0.0 == next }),
        below[place].1.put(order, path.dropFirst())
      else { return false }
      self = .node(said: said, below: below)
      return true
    }

    func settled(_ fallback: String) -> String {
      guard case .node(let said, let below) = self else { return fallback }
      var tally: [(String, Int)] = [(said ?? fallback, 1)]
      for (_, word) in below {
        let voice = word.settled(fallback)
        if let place = tally.firstIndex(where: { $0.0 == voice }) {
          tally[place].1 += 1
        } else {
          tally.append((voice, 1))
        }
      }
      let needed = (1 + below.count) / 2 + 1
      return tally.first { $0.1 >= needed }?.0 ?? fallback
    }

    /// What is said at a depth, with the way there.
    func level(_ depth: Int, _ way: [NodeID]) -> [(path: [NodeID], said: String?)] {
      guard case .node(let said, let below) = self else { return [] }
      if depth == 0 { return [(way, said)] }
      return below.flatMap { $0.1.level(depth - 1, way + [$0.0]) }
    }
  }

  private let me: NodeID
  private let commander: NodeID
  private let others: [NodeID]
  private let fallback: String
  private var roundsLeft: Int
  private var depth = 0
  private var root: Word
  private(set) var decision: String?

  init(
    lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String
  ) {
    me = lieutenant
    self.commander = commander
    others = generals.filter { $0 != lieutenant && $0 != commander }
    self.fallback = fallback
    roundsLeft = traitors
    root = .tree(others, depth: traitors)
  }

  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    guard decision == nil, message.path.count == depth + 1, message.path.first == commander,
      message.path.last == sender
    else { return false }
    return root.put(message.order, message.path.dropFirst())
  }

  mutating func endRound() -> [LieutenantEffect] {
    if decision != nil { return [] }
    guard roundsLeft > 0 else {
      decision = root.settled(fallback)
      return []
    }
    var effects: [LieutenantEffect] = []
    for (path, said) in root.level(depth, [commander]) {
      let message = RelayedOrder(path: path + [me], order: said ?? fallback)
      for other in others where !path.contains(other) { effects.append(.send(message, to: other)) }
    }
    roundsLeft -= 1
    depth += 1
    return effects
  }
}
