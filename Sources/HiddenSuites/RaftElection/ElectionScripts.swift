import ExerciseKit
import Simulation

// Scripts that nobody needs to draw: elections of clusters of every size, the same thing again and again, and
// logs that differ by one.

extension ElectionScript {
  /// A node of a cluster of n1 to so many, and what happens to it.
  private init(_ count: Int, seed: Int, _ inputs: [ElectionInput]) {
    self.init((1...UInt32(count)).map { NodeID($0) }, seed: seed, inputs)
  }

  /// The first of these nodes, whose peers are the others, and what happens to it.
  private init(_ nodes: [NodeID], seed: Int, _ inputs: [ElectionInput]) {
    let setting = ElectionSetting(members: [
      ElectionMember(
        id: nodes[0], peers: Array(nodes.dropFirst()), lastLog: .none,
        timeouts: ElectionSetting.usualTimeouts)
    ])
    self = RuledLines(setting: setting, events: inputs.map { .of($0, at: nodes[0]) })
      .script(seed: UInt64(seed))
  }

  /// The sizes of clusters that elect somebody: each small one, and those at which something may come to its end.
  static let sizes = Array(1...21) + [32, 33, 63]

  /// A node's first election in a cluster of so many: every peer grants its vote, one after the other,
  /// so that it leads with the one that makes a majority and with none before.
  init(campaignAmong count: Int) {
    let votes = (1...UInt32(count)).dropFirst().map { Self.vote(of: NodeID($0)) }
    self.init(count, seed: count, [.electionTimeout] + votes + [.heartbeatTimeout])
  }

  /// The same in another order, first and last by turns, and each time all earlier votes come once more.
  init(repeatedVotesAmong count: Int) {
    var left = (1...UInt32(count)).dropFirst().map { NodeID($0) }
    var order: [NodeID] = []
    while !left.isEmpty {
      order.append(order.count % 2 == 0 ? left.removeLast() : left.removeFirst())
    }
    var inputs = [ElectionInput.electionTimeout]
    // With one more than a majority needs.
    for position in order.indices.prefix(count / 2 + 1) {
      inputs += order[...position].reversed().map(Self.vote)
    }
    self.init(count, seed: count, inputs + [.heartbeatTimeout])
  }

  private static func vote(of voter: NodeID) -> ElectionInput {
    .received(.vote(term: 1, granted: true), from: voter)
  }

  /// Votes of whoever is no peer: of the node itself, in clusters of every size, and of a stranger of a later
  /// term, which ends what a node that is alone leads.
  static var strangeVotes: [ElectionScript] {
    let fromItself = (2...5).map { count in
      let own = vote(of: NodeID(1))
      return ElectionScript(count, seed: count, [.electionTimeout, own, own, .heartbeatTimeout])
    }
    let later = ElectionInput.received(.vote(term: 7, granted: false), from: NodeID(9))
    return fromItself + [
      ElectionScript(1, seed: 1, [.electionTimeout, later, .heartbeatTimeout, .electionTimeout])
    ] + foreignVotes
  }

  /// Votes of strangers whose numbers are below the cluster's size, or those of peers in some bits or by what
  /// remains of a division, and at last of a peer.
  private static var foreignVotes: [ElectionScript] {
    ([[10, 20, 30], [1, 2, 3], [70_000, 1 << 31 + 2, 5]] as [[UInt32]]).map { numbers in
      let alike = distances.flatMap { distance in
        numbers.dropFirst().flatMap { [$0 &+ distance, $0 &- distance] }
      }
      let strangers = (alike + [0, 1, 2, 3, 4, 5]).filter { !numbers.contains($0) }
      let votes = strangers.map { vote(of: NodeID($0)) } + [vote(of: NodeID(numbers[1]))]
      return ElectionScript(
        numbers.map { NodeID($0) }, seed: 3, [.electionTimeout] + votes + [.heartbeatTimeout])
    }
  }

  /// How far apart numbers are that something narrower takes for one.
  private static let distances: [UInt32] = [
    10, 16, 64, 100, 256, 1_000, 1_024, 4_096, 10_000, 65_536, 1_000_000, 1 << 24, 1 << 31,
  ]

  /// A vote that a node gave, and requests of peers who are alike: refused, each of them.
  static var alikeCandidates: [ElectionScript] {
    let request = ElectionMessage.requestVote(term: 1, lastLog: .none)
    return distances.map { distance in
      let nodes = [NodeID(1), NodeID(2), NodeID(2 + distance), NodeID(3)]
      return ElectionScript(
        nodes, seed: Int(distance),
        [0, 1, 2, 0].map { ElectionInput.received(request, from: nodes[1 + $0]) })
    }
  }

  /// One candidacy after the other, each with a vote of somebody else, which is not enough: votes of earlier
  /// elections do not count.
  static var lostElections: [ElectionScript] {
    [5, 6, 9].map { count in
      let inputs = (1...70).flatMap { term in
        [
          ElectionInput.electionTimeout,
          .received(
            .vote(term: term, granted: true), from: NodeID(UInt32(2 + term % (count - 1)))),
        ]
      }
      return ElectionScript(count, seed: count, inputs + [.heartbeatTimeout])
    }
  }

  /// What happens to a node again and again in one role: more often than a byte can count, in silence and
  /// otherwise.
  static var repetitions: [ElectionScript] {
    let (second, third) = (NodeID(2), NodeID(3))
    let request = ElectionMessage.requestVote(term: 1, lastLog: .none)
    let (timeout, silence) = (ElectionInput.electionTimeout, ElectionInput.heartbeatTimeout)
    let heartbeat = ElectionInput.received(.heartbeat(term: 1), from: second)
    let stale = ElectionInput.received(.heartbeat(term: 1), from: third)
    let answer = ElectionInput.received(.heartbeatReply(term: 1), from: second)
    let refusal = ElectionInput.received(.vote(term: 1, granted: false), from: third)
    let asked = ElectionInput.received(request, from: second)
    let askedByAnother = ElectionInput.received(request, from: third)
    let leading = [timeout, vote(of: second)]
    let talks: [(again: ElectionInput, before: [ElectionInput])] = [
      (silence, []), (silence, [heartbeat]), (silence, [timeout]), (silence, leading),
      (timeout, []), (timeout, leading), (answer, leading), (heartbeat, [heartbeat]),
      (stale, [timeout, timeout]), (refusal, [timeout]), (asked, [asked]),
      (askedByAnother, [asked]), (heartbeat, [asked]), (stale, [asked]), (silence, [asked]),
      (refusal, [asked]),
    ]
    return talks.map { again($0.again, after: $0.before, [askedByAnother, asked]) }
  }

  /// Whatever the node has become by then, it goes on as before.
  private static func again(
    _ input: ElectionInput, after before: [ElectionInput], _ questions: [ElectionInput]
  ) -> ElectionScript {
    let repeated = Array(repeating: input, count: 320)
    return ElectionScript(
      3, seed: 3, before + repeated + questions + [.heartbeatTimeout, .electionTimeout])
  }

  /// Candidates' logs beside a voter's, one index or one term less and more, at numbers beyond which
  /// something narrower or coarser than 64 bits takes neighbours for equal.
  static func comparisons(upTo largest: Int) -> [ElectionScript] {
    var scripts: [ElectionScript] = []
    for bit in [8, 16, 24, 31, 32, 52, 53, 61] where 1 << bit < largest {
      let number = 1 << bit
      let (less, more) = (number - 1, number + 1)
      let indexes = [less, number, more].map { LogPosition(term: 1, index: $0) }
      let terms = [(less, 6), (number, 5), (more, 4)].map { LogPosition(term: $0, index: $1) }
      scripts += [
        comparison(with: indexes[1], indexes), comparison(with: terms[1], terms),
      ]
    }
    return scripts
  }

  private static func comparison(
    with own: LogPosition, _ others: [LogPosition]
  ) -> ElectionScript {
    let (node, candidate) = (NodeID(1), NodeID(2))
    var setting = ElectionSetting(members: [
      ElectionMember(
        id: node, peers: [candidate], lastLog: own, timeouts: ElectionSetting.usualTimeouts)
    ])
    // Later than any of the candidates' logs.
    setting.persisted[0] = ElectionShadow(term: own.term + 2)
    let events = others.enumerated().map { number, log in
      ElectionEvent.delivery(
        .requestVote(term: own.term + 3 + number, lastLog: log), from: candidate, to: node)
    }
    return RuledLines(setting: setting, events: events).script(seed: UInt64(own.index))
  }
}

extension ElectionEvent {
  /// What a node is told, as an event of a run.
  fileprivate static func of(_ input: ElectionInput, at node: NodeID) -> ElectionEvent {
    switch input {
    case .electionTimeout: .electionTimeout(node: node)
    case .heartbeatTimeout: .heartbeatTimeout(node: node)
    case .received(let message, let sender): .delivery(message, from: sender, to: node)
    }
  }
}
