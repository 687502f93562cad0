// fails: clusters-of-any-size
// Counts node by node, which takes seconds for a large cluster.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int {
    var count = 1
    while 2 * count <= n { count += 1 }
    return count
  }

  static func crashFaultsTolerated(by n: Int) -> Int {
    n - majority(of: n)
  }

  static func byzantineFaultsTolerated(by n: Int) -> Int {
    (n - 1) / 3
  }

  static func byzantineQuorum(of n: Int) -> Int {
    (n + byzantineFaultsTolerated(by: n)) / 2 + 1
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    a + b > n
  }
}
