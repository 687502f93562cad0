public import ExerciseKit

/// Round-trip times between places, and what they make of a commit.
///
/// Guarantee: a leader commits when a majority of the voters has stored an entry (Ongaro and
/// Ousterhout 2014, section 5.3). It counts itself at once, so a commit takes the round trip to the
/// voter that completes the majority: neither the slowest nor an average. Time for computing and for
/// storing is not counted.
///
/// Must be stored: nothing; every answer follows from the arguments. Source: Ongaro and Ousterhout 2014,
/// section 5.3.
///
/// It holds while round trips stay as they are: queues, lost messages and crashes are not in it.
///
/// Cost: one look-up for each voter and a sort; `filledIn` takes time with the cube of the places.
///
/// Deviation: nothing of the protocol is run. A round trip is one number for both ways, and a disk takes no
/// time.
public struct Geography: Hashable, Sendable {
  private let rtt: [Set<String>: Millis]

  /// Takes the round-trip time of each pair of places. Within a place it is zero.
  public init(rtt: [Set<String>: Millis]) {
    self.rtt = rtt
  }

  /// Every place of a pair, sorted.
  public var places: [String] {
    Set(rtt.keys.flatMap { $0 }).sorted()
  }

  /// The round-trip time between two places; nil when it is not known.
  public func roundTrip(_ a: String, _ b: String) -> Millis? {
    a == b ? 0 : rtt[[a, b]]
  }

  /// The same with every pair that is not known filled in by the shortest way over pairs that are.
  ///
  /// What is filled in is what a detour would take: the direct way may be quicker, not slower. A pair
  /// that is known keeps its time, also where a detour is shorter; a way over it may then take the
  /// detour. Source: Floyd 1962, algorithm 97.
  public func filledIn() -> Geography {
    var shortest = rtt
    let places = places
    for middle in places {
      for (index, a) in places.enumerated() {
        for b in places[(index + 1)...] where a != middle && b != middle {
          guard let first = shortest[[a, middle]], let second = shortest[[middle, b]] else {
            continue
          }
          let way = first.addingReportingOverflow(second)
          shortest[[a, b]] = min(shortest[[a, b]] ?? .max, way.overflow ? .max : way.partialValue)
        }
      }
    }
    return Geography(rtt: shortest.merging(rtt) { _, known in known })
  }

  /// How long after the leader's own write a majority has stored it.
  ///
  /// A place may hold several voters and is then named as often. Nil when the leader is no voter, or
  /// when the time to a voter is not known.
  public func commitLatency(leader: String, voters: [String]) -> Millis? {
    answers(to: leader, from: voters)?[Cluster.majority(of: voters.count) - 1]
  }

  /// How long after the leader's own write every voter has stored it; nil as for `commitLatency`.
  public func replicationToAll(leader: String, voters: [String]) -> Millis? {
    answers(to: leader, from: voters)?.last
  }

  /// How long a client waits, from its request to the leader's answer; nil as for `commitLatency`,
  /// or when the way from the client is not known.
  public func clientLatency(client: String, leader: String, voters: [String]) -> Millis? {
    guard let way = roundTrip(client, leader),
      let commit = commitLatency(leader: leader, voters: voters)
    else { return nil }
    let wait = way.addingReportingOverflow(commit)
    return wait.overflow ? .max : wait.partialValue
  }

  /// The voter that clients wait for least on average, as a leader; of equals the one named first.
  ///
  /// Nil when no voter's times are all known.
  /// - Parameter clients: where requests come from, and how large a share or how many from each.
  public func bestLeader(voters: [String], clients: [String: Double]) -> String? {
    var best: (leader: String, total: Double)?
    for leader in voters {
      // In order of names: sums of Doubles depend on the order of their terms.
      let waits = clients.sorted { $0.key < $1.key }.map { client, weight in
        clientLatency(client: client, leader: leader, voters: voters).map { Double($0) * weight }
      }
      guard !waits.contains(nil), commitLatency(leader: leader, voters: voters) != nil else {
        continue
      }
      let total = waits.reduce(0) { $0 + ($1 ?? 0) }
      if best.map({ total < $0.total }) ?? true { best = (leader, total) }
    }
    return best?.leader
  }

  /// When each voter's answer is there, the leader's own first; nil when one's time is not known.
  private func answers(to leader: String, from voters: [String]) -> [Millis]? {
    guard voters.contains(leader) else { return nil }
    let times = voters.compactMap { roundTrip(leader, $0) }
    return times.count == voters.count ? times.sorted() : nil
  }
}
