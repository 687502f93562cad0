import Simulation

extension CausalHistory {
  /// A random history in which nodes act and states arrive late, twice, out of order or never.
  /// - Parameter operation: draws what a node does by itself.
  init(
    nodeCount: Int, eventCount: Int, random: inout RandomSource,
    operation: (inout RandomSource) -> Operation
  ) {
    self.init(nodeCount: nodeCount)
    while events.count < eventCount {
      let node = random.index(below: nodeCount)
      let sender = random.index(below: nodeCount)
      if sender == node || random.chance(1, in: 3) {
        append(.perform(operation(&random)), at: node)
      } else if let newest = latest(of: sender) {
        // Half of the messages are as new as can be; the others are any earlier state.
        var event = newest
        while random.chance(1, in: 2), let earlier = events[event].previous { event = earlier }
        append(.receive(event), at: node)
      }
    }
  }
}
