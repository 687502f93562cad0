// Numbers of sets as logarithms of the gamma function.
import ExerciseKit
import Foundation

struct QuorumConfig: QuorumDial {
  var n: Int
  var r: Int
  var w: Int

  init?(n: Int, r: Int, w: Int) {
    guard n > 0, min(r, w) > 0, max(r, w) <= n else { return nil }
    (self.n, self.r, self.w) = (n, r, w)
  }

  var readsOverlapWrites: Bool { n - r < w }
  var writesOverlapWrites: Bool { n - w < w }
  var minimumOverlap: Int { Swift.max(r - (n - w), 0) }
  var readFailuresTolerated: Int { n - r }
  var writeFailuresTolerated: Int { n - w }

  var label: QuorumLabel {
    if !readsOverlapWrites {
      .noOverlap
    } else if r < w {
      .fastReads
    } else if w < r {
      .fastWrites
    } else {
      .balanced
    }
  }

  private func logChoices(_ n: Int, _ k: Int) -> Double {
    func logFactorial(_ m: Int) -> Double { lgamma(Double(m + 1)) }
    return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
  }

  func overlapProbability() -> Double {
    if readsOverlapWrites { return 1 }
    return 1 - exp(logChoices(n - w, r) - logChoices(n, r))
  }

  func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    let needed = ofRead ? r : w
    if p == 0 || p == 1 { return p }
    // The shorter of the two sums.
    func exactly(_ k: Int) -> Double {
      exp(logChoices(n, k) + Double(k) * log(p) + Double(n - k) * log1p(-p))
    }
    if needed > n / 2 { return (needed...n).reduce(0) { $0 + exactly($1) } }
    return 1 - (0..<needed).reduce(0) { $0 + exactly($1) }
  }
}
