import ExerciseKit

// Plainer runs of one node: the usual names, small numbers, nothing persisted.

extension Election {
  static func simplifications(of lines: Lines) -> [(Lines) -> Lines] {
    func changing(
      _ change: @escaping (inout ElectionSetting) -> Void
    ) -> (Lines) -> Lines {
      { lines in
        var plain = lines
        change(&plain.setting)
        return plain
      }
    }
    return [changing { $0.members[0].timeouts = ElectionSetting.usualTimeouts }]
      + lines.setting.members[0].peers.reversed().map { peer in { $0.without(peer: peer) } }
      + [
        { $0.renamed() },
        changing { $0.persisted[0].votedFor = nil },
        changing { $0.persisted[0] = ElectionShadow() },
        changing { $0.members[0].lastLog = .none },
        { $0.withSmall(terms: true, indexes: true) },
        { $0.withSmall(terms: true, indexes: false) },
        { $0.withSmall(terms: false, indexes: true) },
      ]
  }
}

extension RuledLines<Election> {
  /// The same in a cluster without a peer; itself where the node has voted for it.
  fileprivate func without(peer: NodeID) -> Self {
    guard setting.persisted[0].votedFor != peer else { return self }
    var fewer = self
    fewer.setting.members[0].peers.removeAll { $0 == peer }
    fewer.events.removeAll { if case .delivery(_, peer, _) = $0 { true } else { false } }
    return fewer
  }

  /// The same with the usual names.
  fileprivate func renamed() -> Self {
    let member = setting.members[0]
    var names: [NodeID: NodeID] = [:]
    for (index, node) in ([member.id] + member.peers).enumerated() {
      names[node] = NodeID(UInt32(index + 1))
    }
    func name(_ node: NodeID) -> NodeID {
      if names[node] == nil { names[node] = NodeID(UInt32(names.count + 1)) }
      return names[node] ?? node
    }
    var run = self
    run.setting.members[0].id = name(member.id)
    run.setting.members[0].peers = member.peers.map(name)
    run.setting.persisted[0].votedFor = setting.persisted[0].votedFor.map(name)
    run.events = events.map { event in
      switch event {
      case .timer(let timer, _): .timer(timer, node: name(member.id))
      case .restart: .restart(node: name(member.id))
      case .delivery(let message, let sender, _):
        .delivery(message, from: name(sender), to: name(member.id))
      }
    }
    return run
  }

  /// The same with small numbers in the same order.
  fileprivate func withSmall(terms: Bool, indexes: Bool) -> Self {
    let logs =
      [setting.members[0].lastLog]
      + messages.compactMap { if case .requestVote(_, let log) = $0 { log } else { nil } }
    let term = Self.ranks(
      logs.map(\.term) + messages.map(\.term) + [setting.persisted[0].term], if: terms)
    let index = Self.ranks(logs.map(\.index), if: indexes)
    func small(_ log: LogPosition) -> LogPosition {
      LogPosition(term: term(log.term), index: index(log.index))
    }
    var run = self
    run.setting.members[0].lastLog = small(setting.members[0].lastLog)
    run.setting.persisted[0].term = term(setting.persisted[0].term)
    run.events = events.map { event in
      guard case .delivery(let message, let sender, let receiver) = event else { return event }
      let changed: ElectionMessage =
        switch message {
        case .requestVote(let of, let log): .requestVote(term: term(of), lastLog: small(log))
        case .vote(let of, let granted): .vote(term: term(of), granted: granted)
        case .heartbeat(let of): .heartbeat(term: term(of))
        case .heartbeatReply(let of): .heartbeatReply(term: term(of))
        }
      return .delivery(changed, from: sender, to: receiver)
    }
    return run
  }

  private var messages: [ElectionMessage] {
    events.compactMap { if case .delivery(let message, _, _) = $0 { message } else { nil } }
  }

  /// Each number's place among them, from 0 if 0 is one of them and from 1 if not.
  private static func ranks(_ numbers: [Int], if isWanted: Bool) -> (Int) -> Int {
    guard isWanted else { return { $0 } }
    let sorted = Set(numbers + [0]).sorted()
    let ranks = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    return { ranks[$0] ?? $0 }
  }
}
