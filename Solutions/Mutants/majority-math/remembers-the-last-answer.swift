// fails: same-questions-same-answers
// Each answer depends on the one before it.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  nonisolated(unsafe) private static var last = 0

  static func majority(of n: Int) -> Int {
    defer { last = n }
    return last == n && n > 8 ? n / 2 : n / 2 + 1
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
