import ExerciseKit
import Solutions
import Testing

private let (n1, n2, n3, n4) = (NodeID(1), NodeID(2), NodeID(3), NodeID(4))

@Suite("Who is in the cluster")
struct MembershipTests {
  private func node(
    _ id: NodeID = n1, _ members: [NodeID] = [n1, n2, n3],
    base: LogPosition = .init(term: 0, index: 0)
  ) -> Membership {
    Membership(id: id, base: base, members: members, log: [])
  }

  private func entry(_ term: Term, _ members: [NodeID]? = nil) -> ClusterEntry {
    ClusterEntry(term: term, members: members)
  }

  /// The leader of term 1, whose first entry is committed.
  private func leader(_ members: [NodeID] = [n1, n2, n3]) -> Membership {
    var node = node(n1, members)
    node.becomes(.candidate, in: 1)
    node.becomes(.leader, in: 1)
    var effects = node.append(entry(1))
    for server in members.dropFirst() where effects.isEmpty {
      effects = node.holds(server, upTo: 1)
    }
    #expect(effects == [.commit(upTo: 1)])
    return node
  }

  /// Appends what is answered.
  private func begin(
    _ change: ClusterChange, _ node: inout Membership
  ) -> [MembershipEffect] {
    guard case .append(let entry) = node.answer(to: change) else {
      Issue.record("\(change) is refused")
      return []
    }
    return node.append(entry)
  }

  @Test func `the newest configuration counts, until it is cut off`() {
    var node = node(n1, [n1, n2], base: .init(term: 3, index: 7))
    node.becomes(.follower, in: 5)
    #expect(node.append(entry(4, [n1, n2, n3])).isEmpty)
    #expect(node.append(entry(4)).isEmpty)
    #expect(node.append(entry(5, [n1, n3])).isEmpty)
    #expect(node.members == [n1, n3])
    node.truncate(after: 9)
    #expect(node.members == [n1, n2, n3])
    node.truncate(after: 7)
    #expect(node.members == [n1, n2])
    let again = Membership(
      id: n1, base: .init(term: 3, index: 7), members: [n1, n2], log: [entry(4, [n4]), entry(4)])
    #expect(again.members == [n4])
  }

  @Test func `a change is begun once the leader has committed an entry, and the last change is`() {
    var node = node()
    #expect(node.answer(to: .add(n4)) == .refuse(.notLeader))
    node.becomes(.candidate, in: 1)
    node.becomes(.leader, in: 1)
    #expect(node.append(entry(1)).isEmpty)
    #expect(node.answer(to: .add(n4)) == .refuse(.tooEarly))
    #expect(node.holds(n3, upTo: 1) == [.commit(upTo: 1)])
    #expect(node.answer(to: .add(n2)) == .refuse(.alreadyThere))
    #expect(node.answer(to: .remove(n4)) == .refuse(.notThere))
    #expect(begin(.add(n4), &node).isEmpty)
    #expect(Set(node.members) == [n1, n2, n3, n4])
    #expect(node.answer(to: .remove(n4)) == .refuse(.changeUnderWay))
    #expect(node.holds(n3, upTo: 2).isEmpty)
    #expect(node.holds(n4, upTo: 2) == [.commit(upTo: 2)])
    #expect(begin(.remove(n2), &node).isEmpty)
  }

  @Test func `the last server stays, and one that is alone commits at once`() {
    var node = leader([n1])
    #expect(node.answer(to: .remove(n1)) == .refuse(.lastServer))
    #expect(node.append(entry(1)) == [.commit(upTo: 2)])
    #expect(begin(.add(n2), &node).isEmpty)
    #expect(node.holds(n2, upTo: 3) == [.commit(upTo: 3)])
    #expect(begin(.remove(n2), &node) == [.commit(upTo: 4)])
  }

  @Test func `a removed leader does not count itself, and goes when that is committed`() {
    var node = leader()
    #expect(begin(.remove(n1), &node).isEmpty)
    #expect(node.mayStand)
    #expect(node.holds(n2, upTo: 2).isEmpty)
    #expect(node.holds(n3, upTo: 2) == [.commit(upTo: 2), .stepDown])
    node.becomes(.follower, in: 1)
    #expect(!node.mayStand)
  }

  @Test func `what a server holds is known when it is added, and never less`() {
    var node = leader([n1, n2])
    #expect(node.append(entry(1)).isEmpty)
    #expect(node.holds(n3, upTo: 2).isEmpty)
    #expect(node.holds(n3, upTo: 1).isEmpty)
    #expect(begin(.add(n3), &node) == [.commit(upTo: 2)])
    node.becomes(.follower, in: 2)
    #expect(node.holds(n2, upTo: 3).isEmpty)
    node.becomes(.candidate, in: 3)
    node.becomes(.leader, in: 3)
    #expect(node.append(entry(3)).isEmpty)
    #expect(node.holds(n2, upTo: 3).isEmpty)
    #expect(node.holds(n3, upTo: 4) == [.commit(upTo: 4)])
  }

  @Test func `an entry of an earlier term is not committed by counting`() {
    var node = node()
    node.becomes(.follower, in: 1)
    _ = node.append(entry(1))
    node.becomes(.candidate, in: 2)
    node.becomes(.leader, in: 2)
    #expect(node.holds(n2, upTo: 1).isEmpty)
    #expect(node.append(entry(2)).isEmpty)
    #expect(node.holds(n2, upTo: 1).isEmpty)
    #expect(node.holds(n2, upTo: 2) == [.commit(upTo: 2)])
  }

  @Test func `a server outside stands until it knows that it is`() {
    var node = node()
    node.becomes(.follower, in: 1)
    _ = node.append(entry(1, [n2, n3]))
    _ = node.append(entry(1))
    #expect(node.mayStand)
    node.learnsCommit(upTo: 1)
    node.learnsCommit(upTo: 0)
    #expect(!node.mayStand)
    #expect(!self.node(n4, []).mayStand)
    #expect(!self.node(n4).mayStand)
    #expect(self.node().mayStand)
  }

  @Test func `only members' votes count, and half of them are too few`() {
    let four = node(n1, [n1, n2, n3, n4])
    #expect(!four.isElected(by: [n1, n2]))
    #expect(four.isElected(by: [n1, n2, n4]))
    #expect(!node().isElected(by: [n1, n4]))
    #expect(!node(n4, []).isElected(by: [n4]))
    #expect(node(n4, [n1, n2]).isElected(by: [n1, n2]))
    #expect(!node(n4, [n1, n2]).isElected(by: [n4, n1]))
  }

  @Test func `a change under way is no matter before an entry of the own term is committed`() {
    var node = Membership(
      id: n1, base: .init(term: 0, index: 0), members: [n1, n2, n3],
      log: [entry(1, [n1, n2, n3, n4])])
    node.becomes(.candidate, in: 2)
    node.becomes(.leader, in: 2)
    #expect(node.answer(to: .remove(n2)) == .refuse(.tooEarly))
    #expect(node.append(entry(2)).isEmpty)
    #expect(node.answer(to: .remove(n2)) == .refuse(.tooEarly))
  }

  @Test func `behind a snapshot indices go on, and so do terms`() {
    var node = Membership(
      id: n1, base: .init(term: 3, index: 7), members: [n1, n2, n3],
      log: [entry(3), entry(4)])
    node.becomes(.candidate, in: 5)
    node.becomes(.leader, in: 5)
    #expect(node.holds(n2, upTo: 9).isEmpty, "no entry of the own term")
    #expect(node.append(entry(5)).isEmpty)
    #expect(node.holds(n2, upTo: 10) == [.commit(upTo: 10)])
    guard case .append = node.answer(to: .add(n4)) else {
      Issue.record("an entry of the own term is committed")
      return
    }
  }

  @Test func `a removed leader leads on while what is committed is before its removal`() {
    var node = leader()
    #expect(node.append(entry(1)).isEmpty)
    #expect(begin(.remove(n1), &node).isEmpty)
    #expect(node.holds(n2, upTo: 2).isEmpty, "one of the two that are left")
    #expect(node.holds(n3, upTo: 2) == [.commit(upTo: 2)])
    #expect(node.holds(n3, upTo: 3).isEmpty)
    #expect(node.holds(n2, upTo: 3) == [.commit(upTo: 3), .stepDown])
  }
}
