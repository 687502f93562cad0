import Solutions
import Testing

@Suite("Cluster")
struct ClusterTests {
  /// Nodes, majority, crash faults, Byzantine faults, Byzantine quorum.
  private static let table = [
    [1, 1, 0, 0, 1],
    [2, 2, 0, 0, 2],
    [3, 2, 1, 0, 2],
    [4, 3, 1, 1, 3],
    [5, 3, 2, 1, 4],
    [6, 4, 2, 1, 4],
    [7, 4, 3, 2, 5],
    [8, 5, 3, 2, 6],
    [9, 5, 4, 2, 6],
    [10, 6, 4, 3, 7],
    [13, 7, 6, 4, 9],
  ]

  @Test(arguments: table)
  func `every size of the table has its numbers`(row: [Int]) {
    let n = row[0]
    #expect(
      [
        n, Cluster.majority(of: n), Cluster.crashFaultsTolerated(by: n),
        Cluster.byzantineFaultsTolerated(by: n), Cluster.byzantineQuorum(of: n),
      ] == row)
  }

  @Test func `two quorums must meet exactly when every two sets of their sizes do`() {
    for n in 1...7 {
      let sets = Array(1..<1 << n)
      for a in 1...n {
        for b in 1...n {
          let all = sets.filter { $0.nonzeroBitCount == a }.allSatisfy { left in
            sets.allSatisfy { $0.nonzeroBitCount != b || $0 & left != 0 }
          }
          #expect(Cluster.quorumsIntersect(n, a, b) == all, "\(n) \(a) \(b)")
        }
      }
    }
    #expect(Cluster.quorumsIntersect(10, 8, 3))
    #expect(!Cluster.quorumsIntersect(10, 7, 3))
  }

  @Test func `a majority meets itself and is the smallest that does`() {
    for n in 1...50 {
      let majority = Cluster.majority(of: n)
      #expect(Cluster.quorumsIntersect(n, majority, majority))
      #expect(majority == 1 || !Cluster.quorumsIntersect(n, majority - 1, majority - 1))
    }
  }

  @Test func `Byzantine quorums share a correct node and are the smallest that do`() {
    for n in 1...50 {
      let faulty = Cluster.byzantineFaultsTolerated(by: n)
      let quorum = Cluster.byzantineQuorum(of: n)
      #expect(2 * quorum - n > faulty)
      #expect(2 * (quorum - 1) - n <= faulty)
      // The correct nodes alone are a quorum: the faulty ones cannot stop it by silence.
      #expect(quorum <= n - faulty)
    }
  }

  @Test func `with 3f + 1 nodes a quorum has 2f + 1`() {
    for f in 0...10 {
      #expect(Cluster.byzantineFaultsTolerated(by: 3 * f + 1) == f)
      #expect(Cluster.byzantineQuorum(of: 3 * f + 1) == 2 * f + 1)
    }
  }
}
