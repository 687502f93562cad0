import ExerciseKit
import Foundation

enum Finality: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double {
    if z == 0 || q >= 0.5 { return 1 }
    return pow(q / (1 - q), Double(z))
  }

  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    if z == 0 || q >= 0.5 { return 1 }
    if q == 0 { return 0 }
    let mean = Double(z) * q / (1 - q)
    var sum = 0.0
    var k = 0
    while true {
      let poisson = exp(Double(k) * log(mean) - mean - lgamma(Double(k + 1)))
      let term = k < z ? poisson * catchUp(behind: z - k, attacker: q) : poisson
      sum += term
      if k > z, term <= sum * 1e-17 { return sum }
      k += 1
    }
  }

  static func exact(confirmations z: Int, attacker q: Double) -> Double {
    if z == 0 || q >= 0.5 { return 1 }
    if q == 0 { return 0 }
    var sum = 0.0
    for k in 0..<z {
      let logChoices = lgamma(Double(z + k)) - lgamma(Double(k + 1)) - lgamma(Double(z))
      sum += exp(logChoices + Double(z) * log(q) + Double(k) * log(1 - q))
    }
    return 2 * sum
  }

  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    if q >= 0.5 { return nil }
    var z = 0
    while model(z, q) >= risk { z += 1 }
    return z
  }
}
