// fails: one-liar-needs-four
// `n / 3` liars: three nodes do not survive one.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int {
    n / 2 + 1
  }

  static func crashFaultsTolerated(by n: Int) -> Int {
    n - majority(of: n)
  }

  static func byzantineFaultsTolerated(by n: Int) -> Int {
    n / 3
  }

  static func byzantineQuorum(of n: Int) -> Int {
    (n + byzantineFaultsTolerated(by: n)) / 2 + 1
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    a + b > n
  }
}
