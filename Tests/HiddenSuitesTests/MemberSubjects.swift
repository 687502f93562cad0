import ExerciseKit
import Solutions

// Nodes that know nothing of their cluster, and some that are wrong.

struct IdleMembership: MembershipKeeping {
  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {}
  var members: [NodeID] { [] }
  mutating func becomes(_ role: Role, in term: Term) {}
  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] { [] }
  mutating func truncate(after index: Int) {}
  mutating func learnsCommit(upTo index: Int) {}
  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] { [] }
  func answer(to change: ClusterChange) -> ChangeAnswer { .refuse(.notLeader) }
  var mayStand: Bool { false }
  func isElected(by voters: Set<NodeID>) -> Bool { false }
}

/// Begins changes before it has committed anything, as the thesis was printed.
struct EarlyMembership: MembershipKeeping {
  private var base: Membership
  private var role = Role.follower
  private var term: Term = 0
  /// What it begins too early can cost it entries that are committed, of which the reference has no term.
  private var lastIndex: Int
  private var commitIndex: Int

  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    (lastIndex, commitIndex) = (base.index + log.count, base.index)
    self.base = Membership(id: id, base: base, members: members, log: log)
  }
  var members: [NodeID] { base.members }
  mutating func becomes(_ role: Role, in term: Term) {
    (self.role, self.term) = (role, term)
    base.becomes(role, in: term)
  }
  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    lastIndex += 1
    return noted(base.append(entry))
  }
  mutating func truncate(after index: Int) {
    base.truncate(after: index)
    lastIndex = index
  }
  mutating func learnsCommit(upTo index: Int) {
    base.learnsCommit(upTo: index)
    commitIndex = max(commitIndex, index)
  }
  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    noted(base.holds(server, upTo: min(index, lastIndex)))
  }
  private mutating func noted(_ effects: [MembershipEffect]) -> [MembershipEffect] {
    for case .commit(let index) in effects { commitIndex = max(commitIndex, index) }
    return effects
  }
  func answer(to change: ClusterChange) -> ChangeAnswer {
    guard role == .leader else { return .refuse(.notLeader) }
    guard commitIndex > lastIndex || base.answer(to: change) == .refuse(.tooEarly) else {
      return base.answer(to: change)
    }
    switch change {
    case .add(let server):
      return members.contains(server)
        ? .refuse(.alreadyThere) : .append(.init(term: term, members: members + [server]))
    case .remove(let server):
      let rest = members.filter { $0 != server }
      return rest.isEmpty || rest == members
        ? .refuse(.notThere) : .append(.init(term: term, members: rest))
    }
  }
  var mayStand: Bool { base.mayStand }
  func isElected(by voters: Set<NodeID>) -> Bool { base.isElected(by: voters) }
}

/// Stands as long as it is a member, and no longer.
struct LeavingMembership: MembershipKeeping {
  private var base: Membership
  private let id: NodeID

  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    self.id = id
    self.base = Membership(id: id, base: base, members: members, log: log)
  }
  var members: [NodeID] { base.members }
  mutating func becomes(_ role: Role, in term: Term) { base.becomes(role, in: term) }
  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] { base.append(entry) }
  mutating func truncate(after index: Int) { base.truncate(after: index) }
  mutating func learnsCommit(upTo index: Int) { base.learnsCommit(upTo: index) }
  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    base.holds(server, upTo: index)
  }
  func answer(to change: ClusterChange) -> ChangeAnswer { base.answer(to: change) }
  var mayStand: Bool { members.contains(id) }
  func isElected(by voters: Set<NodeID>) -> Bool { base.isElected(by: voters) }
}
