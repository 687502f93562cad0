import ExerciseKit
import Solutions
import Testing

@Suite("Reads by commit index")
struct ReadIndexTests {
  private let n2 = NodeID(2)
  private let n3 = NodeID(3)

  private func leader(commitIndex: Int = 4, applied: Int = 4, size: UInt32 = 3) -> ReadIndexLeader {
    ReadIndexLeader(
      term: 2, peers: (1..<size).map { NodeID($0 + 1) }, commitIndex: commitIndex,
      appliedIndex: applied, firstIndexOfTerm: 4)
  }

  @Test func `a read is answered once a majority has answered its round`() {
    var leader = leader()
    #expect(leader.requestRead(7) == 1)
    #expect(leader.applied(upTo: 4).isEmpty)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2) == [7])
    #expect(leader.acknowledge(round: 1, from: n3, term: 2).isEmpty)
  }

  @Test func `of four nodes, one answer is no majority`() {
    var leader = leader(size: 4)
    _ = leader.requestRead(1)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2).isEmpty)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2).isEmpty)
    #expect(leader.acknowledge(round: 1, from: n3, term: 2) == [1])
  }

  @Test func `a new leader waits until an entry of its own term is committed`() {
    var leader = leader(commitIndex: 3, applied: 3)
    #expect(leader.requestRead(1) == nil)
    leader.committed(upTo: 4)
    #expect(leader.requestRead(1) == 1)
  }

  @Test func `a slow state machine is waited for`() {
    var leader = leader(commitIndex: 6, applied: 5)
    _ = leader.requestRead(1)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2).isEmpty)
    #expect(leader.applied(upTo: 6) == [1])
  }

  @Test func `an answer to an older round does not confirm a later read`() {
    var leader = leader()
    _ = leader.requestRead(1)
    _ = leader.requestRead(2)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2) == [1])
    #expect(leader.acknowledge(round: 2, from: n2, term: 2) == [2])
  }

  @Test func `an answer of an older term, a stranger's, and one to no round confirm nothing`() {
    var leader = leader()
    _ = leader.requestRead(1)
    #expect(leader.acknowledge(round: 1, from: n2, term: 1).isEmpty)
    #expect(leader.acknowledge(round: 1, from: NodeID(9), term: 2).isEmpty)
    #expect(leader.acknowledge(round: 5, from: n2, term: 2).isEmpty)
  }

  @Test func `a deposed leader answers nothing any more`() {
    var leader = leader()
    _ = leader.requestRead(1)
    #expect(leader.acknowledge(round: 1, from: n2, term: 3).isEmpty)
    #expect(leader.isDeposed)
    #expect(leader.acknowledge(round: 1, from: n3, term: 2).isEmpty)
    #expect(leader.requestRead(2) == nil)
  }

  @Test func `a round that was begun before a read arrived does not confirm it`() {
    var leader = leader()
    #expect(leader.beginRound() == 1)
    let isTaken = leader.take(1)
    #expect(isTaken)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2).isEmpty)
    #expect(leader.beginRound() == 2)
    #expect(leader.acknowledge(round: 2, from: n2, term: 2) == [1])
  }

  @Test func `reads that arrive together share a round`() {
    var leader = leader()
    let taken = [1, 2, 3].map { leader.take($0) }
    #expect(taken == [true, true, true])
    #expect(leader.beginRound() == 1)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2) == [1, 2, 3])
  }

  @Test func `an answer to a round that was not begun confirms no read of it later`() {
    var leader = leader(size: 4)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2).isEmpty)
    let isTaken = leader.take(1)
    #expect(isTaken)
    #expect(leader.beginRound() == 1)
    #expect(leader.acknowledge(round: 1, from: n3, term: 2).isEmpty)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2) == [1])
  }

  @Test func `a read that was refused is not answered later`() {
    var leader = leader(commitIndex: 3, applied: 3)
    let isTaken = leader.take(1)
    #expect(!isTaken)
    leader.committed(upTo: 4)
    #expect(leader.applied(upTo: 4).isEmpty)
    #expect(leader.beginRound() == 1)
    #expect(leader.acknowledge(round: 1, from: n2, term: 2).isEmpty)
  }
}
