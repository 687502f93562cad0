// fails: byzantine-quorum-of-any-size, byzantine-quorums-share-a-correct-node
// `2f + 1` is too few where the cluster is larger than 3f + 1.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int {
    n / 2 + 1
  }

  static func crashFaultsTolerated(by n: Int) -> Int {
    n - majority(of: n)
  }

  static func byzantineFaultsTolerated(by n: Int) -> Int {
    (n - 1) / 3
  }

  static func byzantineQuorum(of n: Int) -> Int {
    2 * byzantineFaultsTolerated(by: n) + 1
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    a + b > n
  }
}
