// Searches for every answer by halving, with nothing but the definitions.
import ExerciseKit

enum Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int {
    fewest(upTo: n) { 2 * $0 > n }
  }

  static func crashFaultsTolerated(by n: Int) -> Int {
    fewest(upTo: n) { 2 * (n - $0) <= n } - 1
  }

  static func byzantineFaultsTolerated(by n: Int) -> Int {
    fewest(upTo: n) { n < 3 * $0 + 1 } - 1
  }

  static func byzantineQuorum(of n: Int) -> Int {
    let faults = byzantineFaultsTolerated(by: n)
    return fewest(upTo: n) { 2 * $0 - n > faults }
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    !(a + b <= n)
  }

  /// The smallest number that is enough.
  private static func fewest(upTo limit: Int, _ isEnough: (Int) -> Bool) -> Int {
    var (low, high) = (0, limit)
    while low < high {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
