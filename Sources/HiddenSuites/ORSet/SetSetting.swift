/// What a history of sets starts from, as text: `2 replicas` or `1 replica, clock stopped`.
struct SetSetting: Hashable, Sendable, CustomStringConvertible {
  var replicas: [Int]
  var clock: SetClock

  private static let noun = "replica"

  init(replicas: [Int], clock: SetClock) {
    self.replicas = replicas
    self.clock = clock
  }

  /// Reads what `description` writes; nil for anything else.
  init?(_ text: String) {
    for clock in SetClock.allCases.reversed() {
      let ending = clock.ending
      guard text.hasSuffix(ending) else { continue }
      guard let list = NodeList(String(text.dropLast(ending.count)), noun: Self.noun) else {
        return nil
      }
      self.init(replicas: list.nodes, clock: clock)
      return
    }
    return nil
  }

  var description: String {
    NodeList(replicas, noun: Self.noun).description + clock.ending
  }
}

extension SetClock {
  fileprivate var ending: String { self == .real ? "" : ", \(rawValue)" }
}
