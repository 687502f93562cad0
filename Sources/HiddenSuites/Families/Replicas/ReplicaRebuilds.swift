import Simulation

// Histories of replicas that lose their state, hear of what they said themselves, or hear of everybody at once.

extension ReplicaModel {
  /// Replicas that lose their state and are made anew, one after the other: each does several things while
  /// its peers hear of it at different moments, so that they know different things; then it hears of them,
  /// of the one that knows least first, and goes on.
  func history(rebuilding nodeCount: Int, random: inout RandomSource) -> History {
    let nodes =
      random.chance(1, in: 2) ? Array(0..<nodeCount) : OddNodes.draw(nodeCount, random: &random)
    let draw = drawing(.alike(3), random: &random)
    var history = History(nodes: nodes)
    for round in 0..<3 {
      let lost = nodes[round % 2 * random.index(below: nodeCount)]
      let peers = nodes.filter { $0 != lost }
      // Peers do things of their own, and some hear of others'.
      for peer in peers where random.chance(1, in: 2) {
        history.append(.perform(.act(deed(draw, &random))), at: peer)
        if random.chance(1, in: 3) {
          history.send(peer, to: peers[random.index(below: peers.count)])
        }
      }
      // The last of them knows of everything that the lost one did.
      for peer in peers {
        let deed = deed(draw, &random)
        history.append(.perform(.act(deed)), at: lost)
        if random.chance(1, in: 3) { history.undo(deed, at: lost, of: self) }
        history.send(lost, to: peer)
        if random.chance(1, in: 3) { history.undo(deed, at: peer, of: self) }
      }
      let oldest = history.latest(of: peers[0])
      history.append(.perform(.startAnew), at: lost)
      for peer in peers {
        // What is no deed may come before it has heard all.
        if random.chance(1, in: 2), let other = other(draw, &random) {
          history.append(.perform(.act(other)), at: lost)
        }
        history.send(peer, to: lost)
      }
      // What is behind the times takes nothing back.
      if let oldest { history.append(.receive(oldest), at: lost) }
      for _ in 0..<2 { history.append(.perform(.act(deed(draw, &random))), at: lost) }
      history.send(lost, to: peers[0])
    }
    return history
  }

  /// A replica whose state a witness has heard of loses it, and gets from a keeper what it did itself and less
  /// of the others than the witness knows: from then on it says less than before, and something new.
  func history(forgettingAt nodes: [Int], random: inout RandomSource) -> History {
    let draw = drawing(.alike(12), random: &random)
    var history = History(nodes: nodes)
    let (lost, keeper, witness, others) = (nodes[0], nodes[1], nodes[2], nodes.dropFirst(3))
    // The keeper's state is a large one, of many replicas.
    for _ in 0..<14 { history.append(.perform(.act(deed(draw, &random))), at: others[3]) }
    history.send(others[3], to: keeper)
    for node in others.dropFirst() {
      history.append(.perform(.act(deed(draw, &random))), at: node)
      history.send(node, to: keeper)
    }
    for _ in 0..<2 {
      let own = (0..<2).map { _ in deed(draw, &random) }
      for deed in own { history.append(.perform(.act(deed)), at: lost) }
      history.send(lost, to: keeper)
      // Of these the keeper does not hear.
      for _ in 0..<3 { history.append(.perform(.act(deed(draw, &random))), at: others[3]) }
      history.send(others[3], to: lost)
      // What takes it back may be a deed itself, of which the keeper would have to hear.
      if let undoing = undoing(own[0]), !isDeed(undoing) {
        history.append(.perform(.act(undoing)), at: lost)
      }
      history.send(lost, to: witness)
      history.append(.perform(.startAnew), at: lost)
      history.send(keeper, to: lost)
      history.undo(own[1], at: lost, of: self)
      history.append(.perform(.act(deed(draw, &random))), at: lost)
      history.send(lost, to: witness)
    }
    return history
  }

  /// A replica that is sent what it said earlier, again and again: states with all it has done and less of
  /// it taken back, and states with less of both.
  func history(echoingAt nodeCount: Int, random: inout RandomSource) -> History {
    let draw = drawing(.alike(3), random: &random)
    var history = History(nodes: Array(0..<nodeCount))
    // One alone takes back more than twenty things.
    for _ in 0..<(nodeCount == 1 ? 9 : 5) {
      let node = history.nodes[random.index(below: nodeCount)]
      var deeds: [Operation] = []
      for _ in 0..<8 where deeds.count < 3 {
        let deed = deed(draw, &random)
        if !deeds.contains(deed) { deeds.append(deed) }
      }
      for deed in deeds { history.append(.perform(.act(deed)), at: node) }
      for deed in random.shuffled(deeds).dropFirst() {
        history.undo(deed, at: node, of: self)
        if let own = history.message(from: node, random: &random) {
          history.append(.receive(own), at: node)
        }
      }
      let other = history.nodes[random.index(below: nodeCount)]
      if let news = history.message(from: other, random: &random) {
        history.append(.receive(news), at: node)
      }
    }
    return history
  }

  /// Replicas that each do something by themselves; then one hears of all of them in one go, and their
  /// states go along a chain.
  func history(gathering nodeCount: Int, random: inout RandomSource) -> History {
    let draw = drawing(.alike(3), random: &random)
    var history = History(nodes: Array(OddNodes.twins.prefix(nodeCount)))
    let nodes = history.nodes
    for _ in 0..<3 { history.append(.perform(.act(deed(draw, &random))), at: nodes[0]) }
    for node in nodes.dropFirst() { history.send(nodes[0], to: node) }
    for node in nodes {
      history.append(.perform(.act(deed(draw, &random))), at: node)
      history.append(.perform(.act(draw(&random))), at: node)
    }
    history.converge()
    for node in nodes {
      history.undo(deed(draw, &random), at: node, of: self)
      history.append(.perform(.act(deed(draw, &random))), at: node)
    }
    for (node, next) in zip(nodes, nodes.dropFirst()) { history.send(node, to: next) }
    history.send(nodes[nodeCount - 1], to: nodes[0])
    return history
  }

  /// An operation that does not count as done; nil where each does.
  private func other(
    _ draw: (inout RandomSource) -> Operation, _ random: inout RandomSource
  ) -> Operation? {
    for _ in 0..<16 {
      let operation = draw(&random)
      if !isDeed(operation) { return operation }
    }
    return nil
  }

  /// An operation that counts as done.
  func deed(
    _ draw: (inout RandomSource) -> Operation, _ random: inout RandomSource
  ) -> Operation {
    for _ in 0..<64 {
      let operation = draw(&random)
      if isDeed(operation) { return operation }
    }
    return plainOperations[0]
  }
}

extension CausalHistory {
  /// A node's newest state arrives at another.
  mutating func send(_ sender: Int, to receiver: Int) {
    if let news = latest(of: sender) { append(.receive(news), at: receiver) }
  }

  fileprivate mutating func undo<Model: ReplicaModel>(
    _ deed: Model.Operation, at node: Int, of model: Model
  ) where Operation == ReplicaStep<Model.Operation> {
    if let undoing = model.undoing(deed) { append(.perform(.act(undoing)), at: node) }
  }
}
