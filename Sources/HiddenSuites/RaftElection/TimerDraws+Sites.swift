import ExerciseKit
import Simulation

extension TimerDraws {
  /// Where a node of another name, cluster, term, log or past must draw like any other.
  static let otherSites: [Site] = names + clusters + terms + pasts + persisted

  private static let peer = NodeID(1)

  /// An election of a node that starts like this.
  private static func election(_ what: String, _ start: ElectionSetting) -> Site {
    Site(name: "starting an election, \(what)", before: [], event: .electionTimeout, start: start)
  }

  /// The first node of a cluster, with a log of one entry, in term 1.
  private static func start(
    _ nodes: [NodeID], log: LogPosition = LogPosition(term: 1, index: 1), term: Term = 1,
    votedFor: NodeID? = nil
  ) -> ElectionSetting {
    var setting = ElectionSetting(members: [
      ElectionMember(
        id: nodes[0], peers: Array(nodes.dropFirst()), lastLog: log,
        timeouts: ElectionSetting.usualTimeouts)
    ])
    setting.persisted[0] = ElectionShadow(term: term, votedFor: votedFor)
    return setting
  }

  /// Numbers that share a factor with an interval, are nothing, or are the first or last of their cluster.
  private static let names: [Site] = [0, 2, 4, 6, 8, 100, 256, 1 << 31, .max].map { number in
    election("as n\(number) of three nodes", start([NodeID(number), NodeID(1), NodeID(3)]))
  }

  private static let clusters: [Site] = [1, 2, 4, 5, 9].map { (count: UInt32) in
    var site = election(
      "as the last of \(count) node\(count == 1 ? "" : "s")",
      start((1...count).reversed().map { NodeID($0) }))
    // Who is alone leads at once, and may set no timer before that.
    site.mustSet = count > 1
    return site
  }

  private static let terms: [Site] = [0, 2, 3, 7, 15, 1_023, 65_535].map { term in
    election(
      "in a node's term \(term + 1)",
      start(
        [NodeID(3), peer, NodeID(2)], log: term == 0 ? .none : LogPosition(term: 1, index: 1),
        term: term))
  }

  /// What happened before, again and again.
  private static let pasts: [Site] = {
    let nodes = start([NodeID(3), peer, NodeID(2)])
    let heartbeat = ElectionInput.received(.heartbeat(term: 1), from: peer)
    return [2, 3, 4, 7, 12, 40].flatMap { (count: Int) in
      [
        Site(
          name: "starting its election number \(count + 1) in a row",
          before: Array(repeating: .electionTimeout, count: count), event: .electionTimeout,
          start: nodes),
        Site(
          name: "heartbeat number \(count + 1) of a term",
          before: Array(repeating: heartbeat, count: count), event: heartbeat, start: nodes),
      ]
    }
  }()

  private static let persisted: [Site] = {
    let nodes = [NodeID(2), peer, NodeID(3)]
    return [
      election("made anew with a vote for another", start(nodes, term: 4, votedFor: peer)),
      election("made anew with a vote for itself", start(nodes, term: 4, votedFor: nodes[0])),
      election("with an empty log in a later term", start(nodes, log: .none, term: 4)),
      election(
        "with a long log", start(nodes, log: LogPosition(term: 3, index: 1_000), term: 3)),
    ]
  }()
}
