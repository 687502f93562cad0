// Both models are one sum over the attacker's blocks; only how likely each number is differs.
import ExerciseKit
import Foundation

private struct Race {
  let z: Double
  let q: Double
  var p: Double { 1 - q }

  func logPoisson(_ k: Double) -> Double {
    let mean = z * q / p
    return k * log(mean) - mean - lgamma(k + 1)
  }

  func logNegativeBinomial(_ k: Double) -> Double {
    lgamma(z + k) - lgamma(k + 1) - lgamma(z) + z * log(p) + k * log(q)
  }

  func won(_ logLikelihood: (Double) -> Double) -> Double {
    guard q < 0.5, z > 0 else { return 1 }
    guard q > 0 else { return 0 }
    var (sum, k, term) = (0.0, 0.0, 0.0)
    repeat {
      term = exp(logLikelihood(k) + max(0, z - k) * log(q / p))
      sum += term
      k += 1
    } while k <= z + 1 || term > sum * 1e-16
    return sum
  }
}

enum Finality: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double {
    min(1, pow(q / (1 - q), Double(z)))
  }

  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    let race = Race(z: Double(z), q: q)
    return race.won(race.logPoisson)
  }

  static func exact(confirmations z: Int, attacker q: Double) -> Double {
    let race = Race(z: Double(z), q: q)
    return race.won(race.logNegativeBinomial)
  }

  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    guard q < 0.5 else { return nil }
    for z in 0... where model(z, q) < risk { return z }
    return nil
  }
}
