// fails: quorums-meet-when-they-exceed-the-cluster, every-pair-of-sets-tried
// Two majorities meet, but so do a large set and a small one.
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
    (n + byzantineFaultsTolerated(by: n)) / 2 + 1
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    a >= majority(of: n) && b >= majority(of: n)
  }
}
