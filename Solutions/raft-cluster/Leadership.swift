import ExerciseKit

extension RaftServer {
  /// What only a leader keeps, for one term.
  struct Leadership: Hashable, Sendable {
    /// A read that waits for a majority to answer a round.
    struct Read: Hashable, Sendable {
      var query: Machine.Query
      var token: UInt64
      var round: UInt64
    }

    /// Where its own first entry is.
    let firstIndex: Int
    /// The last round of messages it began.
    private(set) var round: UInt64 = 0
    /// When the rounds began that may still count: the last of them in `round`.
    private var starts: [Millis] = []
    /// What each peer is known to hold.
    var match: [NodeID: Int] = [:]
    /// What each peer is to be sent next.
    var next: [NodeID: Int] = [:]
    /// The latest round that each peer has answered.
    private var answered: [NodeID: UInt64] = [:]
    /// Who has answered since the election timer was last set.
    var heard: Set<NodeID> = []
    /// Who waits for which entry.
    var commands: [Int: UInt64] = [:]
    var reads: [Read] = []

    init(firstIndex: Int) {
      self.firstIndex = firstIndex
    }

    mutating func beginRound(at now: Millis) {
      round += 1
      starts.append(now)
    }

    mutating func answer(to round: UInt64, from peer: NodeID) {
      guard round <= self.round else { return }
      answered[peer] = max(answered[peer, default: 0], round)
    }

    /// The latest round that a majority has answered; zero for none. The leader answers its own.
    func confirmedRound(among members: [NodeID], by id: NodeID) -> UInt64 {
      majorityHolds(members.map { $0 == id ? round : answered[$0, default: 0] }) ?? 0
    }

    /// When a round began; nil when that is forgotten.
    func start(of round: UInt64) -> Millis? {
      let later = Int(self.round - round)
      return round > 0 && later < starts.count ? starts[starts.count - later - 1] : nil
    }

    /// Forgets when the rounds before this one began.
    mutating func forgetStarts(before round: UInt64) {
      starts.removeFirst(max(0, starts.count - Int(self.round - round) - 1))
    }
  }
}

/// The largest number that a majority's numbers reach; nil when there is nobody.
func majorityHolds<Number: Comparable>(_ numbers: [Number]) -> Number? {
  numbers.isEmpty ? nil : numbers.sorted(by: >)[Cluster.majority(of: numbers.count) - 1]
}
