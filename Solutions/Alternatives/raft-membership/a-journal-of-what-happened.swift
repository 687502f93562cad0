import ExerciseKit

/// Writes down what happens, and reads it all again for every answer.
struct Membership: MembershipKeeping {
  private enum Event {
    case appended(ClusterEntry)
    case cut(Int)
    case committed(Int)
    case role(Role, Term)
    case held(NodeID, Int)
  }

  /// What the journal comes to.
  private struct Picture {
    var log: [ClusterEntry] = []
    var safe: Int
    var role = Role.follower
    var term: Term = 0
    var held: [NodeID: Int] = [:]
  }

  private let id: NodeID
  private let base: LogPosition
  private let given: [NodeID]
  private var picture: Picture
  private var journal: [Event] = []

  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    self.id = id
    self.base = base
    given = members
    picture = Picture(safe: base.index)
    picture.log = log
  }

  private mutating func write(_ event: Event) {
    journal.append(event)
    // What is long past is kept as what it came to.
    if journal.count >= 16 {
      picture = now
      journal = []
    }
  }

  private var now: Picture {
    var picture = picture
    for event in journal {
      switch event {
      case .appended(let entry): picture.log.append(entry)
      case .cut(let index): picture.log = Array(picture.log.prefix(index - base.index))
      case .committed(let index): picture.safe = max(picture.safe, index)
      case .role(let role, let term): (picture.role, picture.term, picture.held) = (role, term, [:])
      case .held(let server, let index):
        if picture.role == .leader {
          picture.held[server] = max(picture.held[server, default: 0], index)
        }
      }
    }
    return picture
  }

  /// The configuration that counts, and where it stands.
  private func configuration(_ picture: Picture) -> (index: Int, members: [NodeID]) {
    for (place, entry) in picture.log.enumerated().reversed() {
      if let members = entry.members { return (base.index + 1 + place, members) }
    }
    return (base.index, given)
  }

  private func term(of index: Int, _ picture: Picture) -> Term {
    index > base.index ? picture.log[index - base.index - 1].term : base.term
  }

  var members: [NodeID] { configuration(now).members }

  mutating func becomes(_ role: Role, in term: Term) { write(.role(role, term)) }
  mutating func truncate(after index: Int) { write(.cut(index)) }
  mutating func learnsCommit(upTo index: Int) { write(.committed(index)) }

  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    write(.appended(entry))
    return count()
  }

  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    write(.held(server, index))
    return count()
  }

  private mutating func count() -> [MembershipEffect] {
    let now = now
    guard now.role == .leader else { return [] }
    let (start, members) = configuration(now)
    let end = base.index + now.log.count
    // From the end backwards: the first that enough hold.
    var index = end
    while index > now.safe, term(of: index, now) == now.term {
      let holders = members.filter { ($0 == id ? end : now.held[$0, default: 0]) >= index }
      if 2 * holders.count > members.count {
        write(.committed(index))
        let isOut = start <= index && !members.contains(id)
        return isOut ? [.commit(upTo: index), .stepDown] : [.commit(upTo: index)]
      }
      index -= 1
    }
    return []
  }

  func answer(to change: ClusterChange) -> ChangeAnswer {
    let now = now
    let (start, members) = configuration(now)
    if now.role != .leader { return .refuse(.notLeader) }
    if term(of: now.safe, now) < now.term { return .refuse(.tooEarly) }
    if start > now.safe { return .refuse(.changeUnderWay) }
    switch change {
    case .add(let server) where members.contains(server): return .refuse(.alreadyThere)
    case .add(let server): return .append(.init(term: now.term, members: [server] + members))
    case .remove(let server) where !members.contains(server): return .refuse(.notThere)
    case .remove where members.count == 1: return .refuse(.lastServer)
    case .remove(let server):
      return .append(.init(term: now.term, members: members.filter { $0 != server }))
    }
  }

  var mayStand: Bool {
    let now = now
    let (start, members) = configuration(now)
    return start > now.safe || members.contains(id)
  }

  func isElected(by voters: Set<NodeID>) -> Bool {
    let members = members
    return members.filter { voters.contains($0) }.count >= members.count / 2 + 1
  }
}
