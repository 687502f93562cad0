import Simulation

extension SetHistory {
  /// Replicas that lose their state and are made anew, one after the other: each adds several times
  /// while its peers merge it at different moments, so that they know different things; then it
  /// merges them, the one that knows least first, and adds again.
  init(rebuilding nodeCount: Int, random: inout RandomSource) {
    let nodes =
      random.chance(1, in: 2) ? Array(0..<nodeCount) : OddNodes.draw(nodeCount, random: &random)
    let elements = SetWords.alike(3, random: &random)
    self.init(nodes: nodes)
    for round in 0..<3 {
      let lost = nodes[round % 2 * random.index(below: nodeCount)]
      let peers = nodes.filter { $0 != lost }
      // The last of them knows of every add.
      for index in peers.indices {
        let element = elements[random.index(below: elements.count)]
        append(.perform(.add(element)), at: lost)
        if random.chance(1, in: 3) { append(.perform(.remove(element)), at: lost) }
        if let news = latest(of: lost) { append(.receive(news), at: peers[index]) }
        if random.chance(1, in: 3) { append(.perform(.remove(element)), at: peers[index]) }
      }
      let oldest = latest(of: peers[0])
      append(.perform(.startAnew), at: lost)
      for peer in peers {
        if let news = latest(of: peer) { append(.receive(news), at: lost) }
      }
      // What is behind the times takes nothing back.
      if let oldest { append(.receive(oldest), at: lost) }
      for _ in 0..<2 {
        append(.perform(.add(elements[random.index(below: elements.count)])), at: lost)
      }
      if let news = latest(of: lost) { append(.receive(news), at: peers[0]) }
    }
  }

  /// A replica that is sent what it said earlier, again and again: states with all its adds and fewer
  /// removes, and states with fewer of both.
  init(echoingAt nodeCount: Int, random: inout RandomSource) {
    let elements = SetWords.alike(3, random: &random)
    self.init(nodes: Array(0..<nodeCount))
    for _ in 0..<5 {
      let node = nodes[random.index(below: nodeCount)]
      for element in elements { append(.perform(.add(element)), at: node) }
      for element in random.shuffled(elements).dropFirst() {
        append(.perform(.remove(element)), at: node)
        if let own = message(from: node, random: &random) { append(.receive(own), at: node) }
      }
      if let other = message(from: nodes[random.index(below: nodeCount)], random: &random) {
        append(.receive(other), at: node)
      }
    }
  }

  /// Replicas that each add and remove by themselves; then one merges all of them in one go, and
  /// their states go along a chain.
  init(gathering nodeCount: Int, random: inout RandomSource) {
    let elements = SetWords.alike(3, random: &random)
    self.init(nodes: Array(OddNodes.twins.prefix(nodeCount)))
    for element in elements { append(.perform(.add(element)), at: nodes[0]) }
    if let seed = latest(of: nodes[0]) {
      for node in nodes.dropFirst() { append(.receive(seed), at: node) }
    }
    for node in nodes {
      for _ in 0..<2 {
        let element = elements[random.index(below: elements.count)]
        append(.perform(random.chance(1, in: 2) ? .add(element) : .remove(element)), at: node)
      }
    }
    converge()
    for node in nodes {
      append(.perform(.remove(elements[random.index(below: elements.count)])), at: node)
      append(.perform(.add(elements[random.index(below: elements.count)])), at: node)
    }
    for (node, next) in zip(nodes, nodes.dropFirst()) {
      if let news = latest(of: node) { append(.receive(news), at: next) }
    }
    if let last = latest(of: nodes[nodeCount - 1]) { append(.receive(last), at: nodes[0]) }
  }
}
