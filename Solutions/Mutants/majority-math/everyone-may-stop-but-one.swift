// fails: crash-faults-leave-a-majority, survivors-are-a-majority
// Whoever is left is thought to be enough.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int {
    n / 2 + 1
  }

  static func crashFaultsTolerated(by n: Int) -> Int {
    n - 1
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
