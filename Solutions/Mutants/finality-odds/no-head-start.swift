// fails: the-whitepapers-table
// What the attacker mines while he waits is forgotten: he starts z blocks behind.
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
    return catchUp(behind: z, attacker: q)
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
