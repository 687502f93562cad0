import ExerciseKit

/// Keeps configurations and terms in two stacks, and no log: what lies between two of them is only counted.
struct Membership: MembershipKeeping {
  private struct Mark<Value: Sendable>: Sendable {
    let index: Int
    let value: Value
  }

  private enum Standing {
    case none
    case leading(answers: [(server: NodeID, index: Int)])
  }

  private let me: NodeID
  private var configurations: [Mark<Set<NodeID>>]
  private var terms: [Mark<Term>]
  private var end: Int
  private var safe: Int
  private var now: Term
  private var standing = Standing.none

  init(id: NodeID, base: LogPosition, members: [NodeID], log: [ClusterEntry]) {
    me = id
    configurations = [Mark(index: base.index, value: Set(members))]
    terms = [Mark(index: base.index, value: base.term)]
    (end, safe, now) = (base.index, base.index, base.term)
    for entry in log { note(entry) }
  }

  private mutating func note(_ entry: ClusterEntry) {
    end += 1
    if terms[terms.endIndex - 1].value != entry.term {
      terms.append(Mark(index: end, value: entry.term))
    }
    if let members = entry.members {
      configurations.append(Mark(index: end, value: Set(members)))
    }
  }

  private var newest: Mark<Set<NodeID>> { configurations[configurations.endIndex - 1] }
  var members: [NodeID] { Array(newest.value) }

  mutating func becomes(_ role: Role, in term: Term) {
    now = term
    standing = role == .leader ? .leading(answers: []) : .none
  }

  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    note(entry)
    return advance()
  }

  mutating func truncate(after index: Int) {
    while newest.index > index { configurations.removeLast() }
    while terms[terms.endIndex - 1].index > index { terms.removeLast() }
    end = index
  }

  mutating func learnsCommit(upTo index: Int) { if index > safe { safe = index } }

  mutating func holds(_ server: NodeID, upTo index: Int) -> [MembershipEffect] {
    guard case .leading(var answers) = standing else { return [] }
    answers.append((server, index))
    // Of many answers of one server the largest says all.
    if answers.count > 64 {
      var best: [NodeID: Int] = [:]
      for answer in answers { best[answer.server] = max(best[answer.server] ?? 0, answer.index) }
      answers = best.map { ($0.key, $0.value) }
    }
    standing = .leading(answers: answers)
    return advance()
  }

  /// The first index of the leader's own term; nil where there is none.
  private var own: Int? { terms.last.flatMap { $0.value == now ? $0.index : nil } }

  private mutating func advance() -> [MembershipEffect] {
    guard case .leading(let answers) = standing, let own else { return [] }
    func support(_ index: Int) -> Int {
      var supporters = Set(answers.filter { $0.index >= index }.map(\.server))
      supporters.insert(me)
      return supporters.intersection(newest.value).count
    }
    // Only where somebody's log ends can what is committed end.
    let ends = Set(answers.map(\.index) + [end]).filter { $0 > safe && $0 >= own }
    guard let index = ends.filter({ support($0) > newest.value.count / 2 }).max() else { return [] }
    safe = index
    guard newest.index <= safe, !newest.value.contains(me) else { return [.commit(upTo: index)] }
    return [.stepDown, .commit(upTo: index)]
  }

  func answer(to change: ClusterChange) -> ChangeAnswer {
    guard case .leading = standing else { return .refuse(.notLeader) }
    guard let own, own <= safe else { return .refuse(.tooEarly) }
    if newest.index > safe { return .refuse(.changeUnderWay) }
    var next = newest.value
    switch change {
    case .add(let server):
      if !next.insert(server).inserted { return .refuse(.alreadyThere) }
    case .remove(let server):
      if next.remove(server) == nil { return .refuse(.notThere) }
      if next.isEmpty { return .refuse(.lastServer) }
    }
    return .append(ClusterEntry(term: now, members: next.sorted()))
  }

  var mayStand: Bool { newest.value.contains(me) || safe < newest.index }

  func isElected(by voters: Set<NodeID>) -> Bool {
    newest.value.intersection(voters).count > newest.value.count / 2
  }
}
