import ExerciseKit

// Counts mistakes and works the timeout out of them; keeps what no rule asks for.

struct FailureDetector: FailureDetecting {
  private let node: NodeID
  private let peers: [NodeID]
  private let timeout: Millis
  private let step: Millis
  private var mistakes: [NodeID: Int] = [:]
  private var lastHeard: [NodeID: Millis] = [:]
  private var newest: [NodeID: Heartbeat] = [:]
  private let began: Millis
  private(set) var suspects: Set<NodeID> = []
  private var checks = 0
  private var log: [String] = []

  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    (self.node, self.peers, self.timeout, self.step) = (node, peers, timeout, step)
    began = now
  }

  var leader: NodeID { Set(peers).union([node]).subtracting(suspects).min() ?? node }

  func timeout(of peer: NodeID) -> Millis? {
    guard peers.contains(peer) else { return nil }
    let (more, isTooMuch) = step.multipliedReportingOverflow(by: mistakes[peer] ?? 0)
    let (sum, isTooLarge) = timeout.addingReportingOverflow(more)
    return isTooMuch || isTooLarge ? .max : sum
  }

  mutating func check(now: Millis) -> Set<NodeID> {
    checks += 1
    let new = peers.filter { peer in
      let silence = now - (lastHeard[peer] ?? began)
      return silence > (timeout(of: peer) ?? .max) && !suspects.contains(peer)
    }
    for peer in new {
      suspects.insert(peer)
      log.append("\(now): \(peer)")
      if log.count > 20 { log.removeFirst() }
    }
    return Set(new)
  }

  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool {
    guard peers.contains(peer) else { return false }
    let old = newest[peer]
    if let old, !(old < heartbeat) { return false }
    newest[peer] = heartbeat
    lastHeard[peer] = now
    guard suspects.contains(peer) else { return false }
    suspects.remove(peer)
    guard old == nil || old?.life == heartbeat.life else { return false }
    mistakes[peer, default: 0] += 1
    return true
  }
}
