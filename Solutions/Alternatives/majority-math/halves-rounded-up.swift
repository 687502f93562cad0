// Rounds up where the reference rounds down.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int { (n + 2) / 2 }
  static func crashFaultsTolerated(by n: Int) -> Int { (n + 1) / 2 - 1 }
  static func byzantineFaultsTolerated(by n: Int) -> Int { (n + 2) / 3 - 1 }
  static func byzantineQuorum(of n: Int) -> Int { (n + (n + 2) / 3 + 1) / 2 }
  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool { n - a < b }
}
