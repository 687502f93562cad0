import Simulation

extension CausalHistory {
  /// A state that a node has sent: half of the time its newest, or else any earlier one; nil when it
  /// has none.
  func message(from sender: Int, random: inout RandomSource) -> Int? {
    guard var event = latest(of: sender) else { return nil }
    while random.chance(1, in: 2), let earlier = events[event].previous { event = earlier }
    return event
  }

  /// In the end the network delivers: the first node merges what everybody knows, and then everybody
  /// what it knows.
  mutating func converge() {
    for node in nodes.dropFirst() {
      if let latest = latest(of: node) { append(.receive(latest), at: nodes[0]) }
    }
    for node in nodes.dropFirst() {
      if let latest = latest(of: nodes[0]) { append(.receive(latest), at: node) }
    }
  }
}
