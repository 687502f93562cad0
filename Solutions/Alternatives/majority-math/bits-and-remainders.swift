// Shifts instead of halves, and remainders instead of rounding.
import ExerciseKit

final class Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int { (n >> 1) + 1 }
  static func crashFaultsTolerated(by n: Int) -> Int { (n - 1) >> 1 }

  static func byzantineFaultsTolerated(by n: Int) -> Int {
    let (thirds, rest) = n.quotientAndRemainder(dividingBy: 3)
    return rest == 0 ? thirds - 1 : thirds
  }

  static func byzantineQuorum(of n: Int) -> Int {
    let sum = n + byzantineFaultsTolerated(by: n)
    return (sum - sum % 2) / 2 + 1
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    (a - n + b).signum() == 1
  }
}
