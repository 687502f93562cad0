import ExerciseKit

/// Keeps for each entry that is not committed who holds it, and for each configuration what it replaced.
struct Membership: MembershipKeeping {
  private struct Line {
    var term: Term
    /// The configuration that counted before, and its index, where this entry brings another.
    var replaced: (members: Set<NodeID>, index: Int)?
    var holders: Set<NodeID> = []
  }

  private let id: NodeID
  private let base: LogPosition
  private var lines: [Line] = []
  private var configuration: (members: Set<NodeID>, index: Int)
  private var committed: Int
  private var leads: Term?
  /// What servers hold that are asked about later.
  private var reach: [NodeID: Int] = [:]

  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    self.id = id
    self.base = base
    configuration = (Set(members), base.index)
    committed = base.index
    for entry in log { add(entry) }
  }

  private mutating func add(_ entry: ClusterEntry) {
    var line = Line(term: entry.term, holders: [id])
    if let members = entry.members {
      line.replaced = configuration
      configuration = (Set(members), base.index + lines.count + 1)
    }
    lines.append(line)
  }

  var members: [NodeID] { configuration.members.sorted(by: >) }

  mutating func becomes(_ role: Role, in term: Term) {
    leads = role == .leader ? term : nil
    reach = [:]
    // Nobody is known to hold anything.
    for place in lines.indices { lines[place].holders = [id] }
  }

  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    add(entry)
    return commit()
  }

  mutating func truncate(after index: Int) {
    while base.index + lines.count > index, let line = lines.popLast() {
      if let replaced = line.replaced { configuration = replaced }
    }
  }

  mutating func learnsCommit(upTo index: Int) { committed = max(index, committed) }

  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    guard leads != nil, index > reach[server] ?? base.index else { return [] }
    for place in ((reach[server] ?? base.index) - base.index)..<(index - base.index) {
      lines[place].holders.insert(server)
    }
    reach[server] = index
    return commit()
  }

  private mutating func commit() -> [MembershipEffect] {
    let place = lines.lastIndex { line in
      line.term == leads
        && line.holders.intersection(configuration.members).count * 2 > configuration.members.count
    }
    guard let place, base.index + place + 1 > committed else { return [] }
    committed = base.index + place + 1
    var effects: [MembershipEffect] = [.commit(upTo: committed)]
    if !configuration.members.contains(id) && configuration.index <= committed {
      effects.insert(.stepDown, at: 0)
    }
    return effects
  }

  func answer(to change: ClusterChange) -> ChangeAnswer {
    guard let leads else { return .refuse(.notLeader) }
    let hasCommitted = committed > base.index && lines[committed - base.index - 1].term == leads
    guard hasCommitted else { return .refuse(.tooEarly) }
    guard configuration.index <= committed else { return .refuse(.changeUnderWay) }
    let next: Set<NodeID>
    switch change {
    case .add(let server):
      next = configuration.members.union([server])
      guard next.count > configuration.members.count else { return .refuse(.alreadyThere) }
    case .remove(let server):
      next = configuration.members.subtracting([server])
      guard next.count < configuration.members.count else { return .refuse(.notThere) }
      guard !next.isEmpty else { return .refuse(.lastServer) }
    }
    return .append(ClusterEntry(term: leads, members: Array(next).sorted()))
  }

  var mayStand: Bool { configuration.members.contains(id) || configuration.index > committed }

  func isElected(by voters: Set<NodeID>) -> Bool {
    voters.intersection(configuration.members).count * 2 > configuration.members.count
  }
}
