// The exact probability as the incomplete beta function I(4pq; z, 1/2), by its continued fraction
// (Lentz's way); Poisson's terms from the largest one outwards.
import ExerciseKit
import Foundation

struct Finality: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double {
    q >= 0.5 ? 1 : exp(Double(z) * (log(q) - log1p(-q)).clamped)
  }

  static func exact(confirmations z: Int, attacker q: Double) -> Double {
    if z < 1 || q >= 0.5 { return 1 }
    if q <= 0 { return 0 }
    let x = 4 * q * (1 - q)
    let rest = (1 - 2 * q) * (1 - 2 * q)
    let a = Double(z)
    let logBeta: Double = lgamma(a) + lgamma(0.5) - lgamma(a + 0.5)
    let logFront: Double = a * log(x) + 0.5 * log(rest) - logBeta
    let front: Double = exp(logFront)
    if x < (a + 1) / (a + 2.5) { return front * fraction(a, 0.5, x) / a }
    return 1 - front * fraction(0.5, a, rest) / 0.5
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-290
    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...20_000 {
      let m = Double(step)
      let below: Double = a + 2 * m
      let even: Double = m * (b - m) * x / ((below - 1) * below)
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= d * c
      let above: Double = (a + m) * (a + b + m) * x
      let odd: Double = -above / (below * (below + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    if z < 1 || q >= 0.5 { return 1 }
    if q <= 0 { return 0 }
    let logRatio = log(q) - log1p(-q)
    let mean = Double(z) * exp(logRatio)
    let logs = (0...z + 500).map { (k: Int) -> Double in
      let logPoisson: Double = Double(k) * log(mean) - mean - lgamma(Double(k + 1))
      return logPoisson + Double(max(0, z - k)) * logRatio
    }
    let largest = logs.max() ?? 0
    return exp(largest) * logs.map { exp($0 - largest) }.sorted().reduce(0, +)
  }

  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    q >= 0.5 ? nil : (0...1_000).first { model($0, q) < risk }
  }
}

extension Double {
  /// No smaller than what a product with a thousand still holds.
  fileprivate var clamped: Double { Swift.max(self, -1e300) }
}
