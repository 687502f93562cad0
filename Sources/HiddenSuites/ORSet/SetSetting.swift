/// What a history of sets starts from, as text: `2 replicas` or `1 replica, clock stopped`.
struct SetSetting: Hashable, Sendable, CustomStringConvertible {
  var replicaCount: Int
  var clock: SetClock

  init(replicaCount: Int, clock: SetClock) {
    self.replicaCount = replicaCount
    self.clock = clock
  }

  /// Reads what `description` writes; nil for anything else.
  init?(_ text: String) {
    for replicaCount in 1...8 {
      for clock in SetClock.allCases {
        self.init(replicaCount: replicaCount, clock: clock)
        if description == text { return }
      }
    }
    return nil
  }

  var description: String {
    let replicas = replicaCount == 1 ? "1 replica" : "\(replicaCount) replicas"
    return clock == .real ? replicas : "\(replicas), \(clock.rawValue)"
  }
}
