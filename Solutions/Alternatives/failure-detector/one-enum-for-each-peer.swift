import ExerciseKit

// A state for each peer, and suspects that are asked for and never kept apart.

struct FailureDetector: FailureDetecting {
  private enum State {
    case unheard(since: Millis)
    case alive(Heartbeat, since: Millis)
    case suspected(Heartbeat?)
  }
  private struct Peer {
    var state: State
    var patience: Millis
  }
  private let node: NodeID
  private let step: Millis
  private var peers: [(name: NodeID, peer: Peer)]

  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    self.node = node
    self.step = step
    self.peers = peers.sorted().map { ($0, Peer(state: .unheard(since: now), patience: timeout)) }
  }

  var suspects: Set<NodeID> {
    Set(peers.filter { if case .suspected = $0.peer.state { true } else { false } }.map(\.name))
  }

  var leader: NodeID {
    for (name, peer) in peers where name < node {
      if case .suspected = peer.state { continue }
      return name
    }
    return node
  }

  func timeout(of peer: NodeID) -> Millis? { peers.first { $0.name == peer }?.peer.patience }

  mutating func check(now: Millis) -> Set<NodeID> {
    var new: Set<NodeID> = []
    for index in peers.indices {
      let patience = peers[index].peer.patience
      switch peers[index].peer.state {
      case .unheard(let since) where now - since > patience:
        peers[index].peer.state = .suspected(nil)
        new.insert(peers[index].name)
      case .alive(let newest, let since) where now - since > patience:
        peers[index].peer.state = .suspected(newest)
        new.insert(peers[index].name)
      default: break
      }
    }
    return new
  }

  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool {
    guard let index = peers.firstIndex(where: { $0.name == peer }) else { return false }
    var wasMistaken = false
    switch peers[index].peer.state {
    case .unheard: break
    case .alive(let newest, _):
      if newest >= heartbeat { return false }
    case .suspected(nil): wasMistaken = true
    case .suspected(let newest?):
      if newest >= heartbeat { return false }
      wasMistaken = newest.life == heartbeat.life
    }
    peers[index].peer.state = .alive(heartbeat, since: now)
    if wasMistaken {
      let patience = peers[index].peer.patience
      peers[index].peer.patience = patience > Millis.max - step ? .max : patience + step
    }
    return wasMistaken
  }
}
