import Simulation

// Runs of replicas that did much before they lost their state, and of processes that have only begun.

extension ReplicaModel {
  /// How much a replica does before it loses its state, about how many different things, and how many peers
  /// hear of it, each at another moment. A set that keeps a log and looks through all of it for each entry is
  /// right, and takes the square of its length for each merge.
  private static var renewals: [(deeds: Int, things: Int, peers: Int)] {
    [
      (1, 1, 1), (6, 1, 1), (2, 2, 9), (9, 3, 9), (13, 4, 2), (21, 21, 1), (31, 3, 3), (41, 12, 5),
      (52, 1, 1), (70, 30, 2), (130, 2, 1), (260, 5, 2),
    ]
  }

  /// Runs in which a replica of any name loses its state and hears of it from its peers, the one that knows
  /// least first; then it goes on where it had been.
  func renewedRuns(random: inout RandomSource) -> [LongRun<Operation>] {
    Self.renewals.map { renewal in
      let draw = drawing(.alike(renewal.things), random: &random)
      var nodes = OddNodes.draw(renewal.peers + 1, random: &random)
      // The names at the ends of their range are seldom drawn.
      let name = [-1, Int(UInt32.max) - 1, 1 << 31][random.index(below: 3)]
      if !nodes.contains(name) { nodes[0] = name }
      var history = History(nodes: nodes)
      let peers = nodes.dropFirst()
      for peer in peers where random.chance(1, in: 2) {
        history.append(.perform(.act(deed(draw, &random))), at: peer)
        history.send(peer, to: nodes[0])
      }
      for number in 0..<renewal.deeds {
        history.append(.perform(.act(deed(draw, &random))), at: nodes[0])
        // The last of them hears of everything.
        let left = renewal.deeds - 1 - number
        if left < peers.count { history.send(nodes[0], to: nodes[peers.count - left]) }
      }
      history.append(.perform(.startAnew), at: nodes[0])
      for peer in peers { history.send(peer, to: nodes[0]) }
      for _ in 0..<2 { history.append(.perform(.act(deed(draw, &random))), at: nodes[0]) }
      history.send(nodes[0], to: nodes[1])
      let count = history.events.count
      return LongRun(history, looksAfter: [count - 4, count - 2, count - 1])
    }
  }
}
