import Simulation

// Which events are tried, and how a cluster is led to rest.

extension MemberCluster {
  /// The leader of the newest term, if that has one.
  var leader: Int? {
    let newest = servers.map(\.term).max()
    return (1...setting.size).first { self[$0].role == .leader && self[$0].term == newest }
  }

  /// Those whom a server asks for their votes, and who give them.
  private func grantors(of server: Int) -> [Int] {
    (1...setting.size).filter {
      $0 != server && isMember($0, of: server) && !isBehind(server, $0)
    }
  }

  // MARK: Few events

  /// Elections that can happen now, with no more voters than it takes.
  func elections(_ lives: inout Lives) throws(Lives.Unanswered) -> [MemberEvent] {
    var elections: [MemberEvent] = []
    for server in 1...setting.size where server != leader {
      guard try mayStand(server, &lives) else { continue }
      let grantors = grantors(of: server)
      var enough: [Int] = []
      for bits in (0..<1 << grantors.count).sorted(by: { $0.nonzeroBitCount < $1.nonzeroBitCount })
      {
        guard !enough.contains(where: { $0 & bits == $0 }) else { continue }
        let voters = grantors.indices.filter { bits >> $0 & 1 == 1 }.map { grantors[$0] }
        guard try isElected(server, by: voters, &lives) else { continue }
        enough.append(bits)
        elections.append(.stands(server, voters: voters))
      }
    }
    return elections
  }

  /// What leaders can do now: bring their logs to members, and begin changes.
  func deeds(mayChange: Bool) -> [MemberEvent] {
    (1...setting.size).filter { self[$0].role == .leader }.flatMap { leader in
      (1...setting.size).flatMap { server -> [MemberEvent] in
        let isMember = isMember(server, of: leader)
        var deeds: [MemberEvent] = []
        if isMember, server != leader, !isInLine(server, with: leader) {
          deeds.append(.brings(leader, to: server, isHeard: true))
        }
        if mayChange { deeds.append(isMember ? .removes(leader, server) : .adds(leader, server)) }
        return deeds
      }
    }
  }

  // MARK: By chance

  func draw(_ random: inout RandomSource) -> MemberEvent {
    let all = Array(1...setting.size)
    func any() -> Int { all[random.index(below: all.count)] }
    let leaders = all.filter { self[$0].role == .leader }
    let actor = random.element(of: leaders) ?? any()
    switch random.index(below: 20) {
    case 0..<9:
      let members = all.filter { isMember($0, of: actor) && $0 != actor }
      let others = all.filter { $0 != actor }
      let server = random.chance(4, in: 5) ? random.element(of: members) : nil
      return .brings(
        actor, to: server ?? others[random.index(below: others.count)],
        isHeard: !random.chance(1, in: 6))
    case 9..<13: return random.chance(1, in: 2) ? .adds(actor, any()) : .removes(actor, any())
    case 13..<17:
      let server = any()
      return .stands(
        server, voters: grantors(of: server).filter { _ in random.chance(2, in: 3) })
    case 17: return .restarts(any())
    default: return .writes(actor)
    }
  }

  // MARK: At rest

  /// What a cluster that loses nothing any more still has to do.
  enum Rest: Hashable { case removesItsLeader, takesItBack(Int), removesAnother, rests }

  /// What happens next when all reach each other: an election, if there is no leader; then its log is brought to
  /// all members; then changes.
  /// - Returns: nil at the end.
  mutating func next(_ rest: inout Rest, _ lives: inout Lives) throws(Lives.Unanswered)
    -> MemberEvent?
  {
    guard fault == nil, rest != .rests else { return nil }
    guard let leader else {
      // Who still leads an earlier term hears of the newest one.
      let ends = (1...setting.size).max { self[$0].term < self[$1].term } ?? 1
      if let deposed = (1...setting.size).first(where: { self[$0].role == .leader }) {
        return .brings(deposed, to: ends, isHeard: true)
      }
      let candidates = (1...setting.size).sorted { self[$0].end > self[$1].end }
      for candidate in candidates {
        let voters = grantors(of: candidate)
        if try mayStand(candidate, &lives), try isElected(candidate, by: voters, &lives) {
          return .stands(candidate, voters: voters)
        }
      }
      fail("all reach each other, and nobody stands who is elected by its members")
      return nil
    }
    let others = (1...setting.size).filter { $0 != leader }
    if let behind = others.first(where: {
      isMember($0, of: leader) && !isInLine($0, with: leader)
    }) {
      return .brings(leader, to: behind, isHeard: true)
    }
    guard self[leader].commit == self[leader].log.count else {
      fail(
        "\(name(leader)) leads and all members hold its log, but index \(self[leader].log.count) is not committed"
      )
      return nil
    }
    guard isMember(leader, of: leader) else {
      fail("\(name(leader)) goes on leading, and that it is no member is committed")
      return nil
    }
    return change(of: leader, others, &rest)
  }

  private func change(of leader: Int, _ others: [Int], _ rest: inout Rest) -> MemberEvent? {
    let members = others.filter { isMember($0, of: leader) }
    switch rest {
    case .removesItsLeader:
      guard !members.isEmpty else { return .adds(leader, others[0]) }
      rest = .takesItBack(leader)
      return .removes(leader, leader)
    case .takesItBack(let server):
      rest = .removesAnother
      return .adds(leader, server)
    case .removesAnother, .rests:
      rest = .rests
      return members.first.map { .removes(leader, $0) }
    }
  }
}
