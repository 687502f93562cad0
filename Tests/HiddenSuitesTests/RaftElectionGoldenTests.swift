import Checking
import HiddenSuites
import Solutions
import Subjects
import Testing

/// The reference within bounds whose counts an independent model checker has counted too
/// (`Sources/Benchmarks/Peers/election.pml`, under SPIN).
@Suite("Raft election: golden counts")
struct RaftElectionGoldenTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var nodes: Int
    var maxTerm: Int
    var crashes: Bool
    var replies: Bool
    var states: Int
    var depth: Int
    var edges: Int

    init(
      _ nodes: Int, _ maxTerm: Int, _ crashes: Bool, _ replies: Bool, _ states: Int, _ depth: Int,
      _ edges: Int
    ) {
      self.nodes = nodes
      self.maxTerm = maxTerm
      self.crashes = crashes
      self.replies = replies
      self.states = states
      self.depth = depth
      self.edges = edges
    }

    var testDescription: String {
      "\(nodes) nodes, term \(maxTerm), \(crashes ? "" : "no ")crashes, \(replies ? "" : "no ")replies"
    }
  }

  static let rows = [
    Row(1, 2, true, true, 5, 4, 4),
    Row(1, 3, true, true, 7, 6, 6),
    Row(2, 2, true, true, 901, 12, 4_046),
    Row(2, 3, true, true, 42_165, 19, 259_170),
    Row(3, 1, false, false, 50, 5, 240),
    Row(3, 1, true, false, 123, 6, 678),
    Row(3, 1, false, true, 365, 9, 2_043),
    Row(3, 1, true, true, 1_425, 12, 9_567),
    Row(3, 2, false, false, 1_203, 9, 10_122),
    Row(3, 2, true, false, 4_565, 11, 43_842),
    Row(3, 3, false, false, 26_824, 13, 320_286),
    Row(3, 3, true, false, 142_399, 16, 1_929_399),
    Row(4, 1, false, false, 300, 7, 2_120),
    Row(4, 1, true, false, 781, 8, 6_800),
    Row(4, 1, false, true, 13_993, 16, 137_828),
    Row(4, 1, true, true, 113_937, 20, 1_431_444),
    Row(4, 2, false, false, 30_561, 13, 402_056),
    Row(4, 2, true, false, 102_485, 15, 1_557_612),
    Row(5, 1, false, false, 2_482, 9, 27_680),
    Row(5, 1, true, false, 7_103, 10, 93_970),
  ]

  @Test(arguments: rows)
  func `the reference has exactly the states of the model`(row: Row) throws {
    let bounds = ElectionBounds(
      nodes: row.nodes, maxTerm: row.maxTerm, crashes: row.crashes,
      replies: row.replies ? .kept : .lost)
    let found = try explore(
      { bounds.cluster(of: InProcessSubject(Elector.self)) },
      budget: Budget(states: 200_000))
    #expect(found.end == .exhausted)
    #expect(found.states == row.states)
    // Model checkers count the step into the first state as well.
    #expect(found.transitions == row.edges + 1)
    #expect(found.depth == row.depth)
    #expect(found.violations == [])
  }
}
