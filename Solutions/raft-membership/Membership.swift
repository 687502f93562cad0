public import ExerciseKit

/// The part of a Raft node that knows who is in the cluster, and so what a majority is.
///
/// Guarantee: two configurations of which majorities are counted differ by one server at most, so their majorities
/// share one; and an entry that one leader has committed is in the log of every later one, whoever has been added and
/// removed meanwhile. Source: Ongaro 2014, sections 4.1 and 4.2.2, and the same author's "bug in single-server
/// membership changes" to raft-dev of July 2015: only who has committed an entry of its own term knows whether
/// another leader has begun a change.
///
/// It holds with messages lost, repeated and late, and with nodes that stop and start again from their logs.
///
/// Must be stored: nothing beside the log and the configuration of its snapshot. Which entries are committed is
/// learned anew.
///
/// Cost: one log entry for each change; an index for each server that has answered the leader.
///
/// Deviation: a new server is not brought up to date before it counts (section 4.2.1); what it holds
/// already is remembered, so that whoever does so first loses nothing. That a removed server disturbs nobody is left to
/// a poll (`Poller`).
public struct Membership: MembershipKeeping {
  private let id: NodeID
  private let base: LogPosition
  private let baseMembers: [NodeID]
  private var log: [ClusterEntry]
  private var role = Role.follower
  private var term: Term
  private var commitIndex: Int
  /// What other servers are known to hold, members or not, since this node leads.
  private var held: [NodeID: Int] = [:]

  /// A node as it starts, or starts again: a follower.
  public init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    self.id = id
    self.base = base
    baseMembers = members
    self.log = log
    term = log.last?.term ?? base.term
    commitIndex = base.index
  }

  /// The configuration that counts: the newest of the log, committed or not.
  public var members: [NodeID] {
    log.last { $0.members != nil }?.members ?? baseMembers
  }

  /// The node has another role than before, or is in a later term.
  public mutating func becomes(_ role: Role, in term: Term) {
    self.role = role
    self.term = term
    held = [:]
  }

  /// This entry is now the last one of the log.
  public mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    log.append(entry)
    return commitWhatAMajorityHolds()
  }

  /// All entries after this index are gone.
  public mutating func truncate(after index: Int) {
    log.removeLast(lastIndex - index)
  }

  /// A leader says that entries up to this index are committed.
  public mutating func learnsCommit(upTo index: Int) {
    commitIndex = max(commitIndex, index)
  }

  /// Another server holds the log up to this index.
  public mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    guard role == .leader else { return [] }
    held[server] = max(held[server] ?? 0, index)
    return commitWhatAMajorityHolds()
  }

  /// What becomes of this change.
  public func answer(to change: ClusterChange) -> ChangeAnswer {
    guard role == .leader else { return .refuse(.notLeader) }
    // Who has committed nothing may not know of a change that another leader has begun, and two
    // changes need not share a majority.
    guard term(at: commitIndex) == term else { return .refuse(.tooEarly) }
    guard isSettled else { return .refuse(.changeUnderWay) }
    switch change {
    case .add(let server):
      guard !members.contains(server) else { return .refuse(.alreadyThere) }
      return .append(ClusterEntry(term: term, members: members + [server]))
    case .remove(let server):
      guard members.contains(server) else { return .refuse(.notThere) }
      guard members.count > 1 else { return .refuse(.lastServer) }
      return .append(ClusterEntry(term: term, members: members.filter { $0 != server }))
    }
  }

  /// Whether the node stands for election: one whose removal is not committed may still be needed.
  public var mayStand: Bool { members.contains(id) || !isSettled }

  /// Whether it is elected by those who vote for it.
  public func isElected(by voters: Set<NodeID>) -> Bool {
    2 * members.count(where: voters.contains) > members.count
  }

  private var lastIndex: Int { base.index + log.count }

  /// Whether the configuration that counts is known to be committed.
  private var isSettled: Bool {
    let place = log.lastIndex { $0.members != nil }
    return place.map { base.index + $0 + 1 <= commitIndex } ?? true
  }

  private func term(at index: Int) -> Term {
    index == base.index ? base.term : log[index - base.index - 1].term
  }

  private mutating func commitWhatAMajorityHolds() -> [MembershipEffect] {
    guard role == .leader else { return [] }
    let indices = members.map { $0 == id ? lastIndex : held[$0] ?? 0 }.sorted()
    // As many members hold this much or more as make a majority.
    let index = indices[(indices.count - 1) / 2]
    guard index > commitIndex, term(at: index) == term else { return [] }
    commitIndex = index
    let isOut = isSettled && !members.contains(id)
    return [.commit(upTo: index)] + (isOut ? [.stepDown] : [])
  }
}
