import ExerciseKit

// An object for each peer, which is copied before it changes when somebody else has it too.

struct FailureDetector: FailureDetecting {
  private final class Watch: @unchecked Sendable {
    var patience: Millis
    var heardAt: Millis
    var life: UInt64?
    var number: UInt64 = 0
    var isSuspected = false

    init(_ patience: Millis, _ heardAt: Millis) {
      self.patience = patience
      self.heardAt = heardAt
    }

    init(_ other: Watch) {
      patience = other.patience
      heardAt = other.heardAt
      life = other.life
      number = other.number
      isSuspected = other.isSuspected
    }
  }
  private let node: NodeID
  private let step: Millis
  private var watches: [NodeID: Watch] = [:]

  init(node: NodeID, peers: [NodeID], timeout: Millis, step: Millis, now: Millis) {
    self.node = node
    self.step = step
    for peer in peers { watches[peer] = Watch(timeout, now) }
  }

  var suspects: Set<NodeID> { Set(watches.filter(\.value.isSuspected).keys) }

  var leader: NodeID {
    var best = node
    for (name, watch) in watches where !watch.isSuspected && name < best { best = name }
    return best
  }

  func timeout(of peer: NodeID) -> Millis? { watches[peer]?.patience }

  mutating func check(now: Millis) -> Set<NodeID> {
    var new: Set<NodeID> = []
    for (name, watch) in watches
    where !watch.isSuspected && now - watch.patience > watch.heardAt {
      let changed = Watch(watch)
      changed.isSuspected = true
      watches[name] = changed
      new.insert(name)
    }
    return new
  }

  mutating func heard(_ heartbeat: Heartbeat, from peer: NodeID, now: Millis) -> Bool {
    guard let old = watches[peer] else { return false }
    if let life = old.life, (heartbeat.life, heartbeat.number) <= (life, old.number) {
      return false
    }
    let new = Watch(old)
    (new.life, new.number) = (heartbeat.life, heartbeat.number)
    new.heardAt = now
    new.isSuspected = false
    watches[peer] = new
    guard old.isSuspected, old.life == nil || old.life == heartbeat.life else { return false }
    new.patience = new.patience.addingReportingOverflow(step).overflow ? .max : new.patience + step
    return true
  }
}
