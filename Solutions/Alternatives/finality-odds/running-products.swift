// Each term is made from the one before, with its power of two kept apart. No logarithm but that of two.
import ExerciseKit
import Foundation

private struct Scaled {
  var fraction: Double
  var exponent: Int

  init(_ value: Double) { self = Scaled(value, 0) }

  init(_ value: Double, _ shift: Int) {
    guard value > 0 else { (fraction, exponent) = (0, 0); return }
    fraction = value.significand
    exponent = Int(value.exponent) + shift
  }

  func times(_ other: Double) -> Scaled { Scaled(fraction * other, exponent) }

  func plus(_ other: Scaled) -> Scaled {
    if fraction == 0 { return other }
    if other.fraction == 0 { return self }
    let top = max(exponent, other.exponent)
    return Scaled(
      scalbn(fraction, max(exponent - top, -2_000))
        + scalbn(other.fraction, max(other.exponent - top, -2_000)), top)
  }

  var value: Double { scalbn(fraction, max(exponent, -5_000)) }
}

enum Finality: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double {
    guard q < 0.5 else { return 1 }
    return (0..<z).reduce(Scaled(1)) { odds, _ in odds.times(q / (1 - q)) }.value
  }

  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    guard q < 0.5, z > 0 else { return 1 }
    let ratio = q / (1 - q)
    let mean = Double(z) * ratio
    // e^-mean in steps that no Double finds too small.
    var poisson = Scaled(1)
    for _ in 0..<1_000 { poisson = poisson.times(exp(-mean / 1_000)) }
    var won = poisson
    for k in 1...z {
      poisson = poisson.times(mean / Double(k))
      won = won.times(ratio).plus(poisson)
    }
    var k = z
    while poisson.fraction > 0, poisson.exponent > won.exponent - 70 {
      k += 1
      poisson = poisson.times(mean / Double(k))
      won = won.plus(poisson)
    }
    return won.value
  }

  static func exact(confirmations z: Int, attacker q: Double) -> Double {
    guard q < 0.5, z > 0 else { return 1 }
    var term = (0..<z).reduce(Scaled(2)) { power, _ in power.times(q) }
    var sum = term
    for k in 1..<max(z, 2) where k < z {
      term = term.times((1 - q) * Double(z + k - 1) / Double(k))
      sum = sum.plus(term)
    }
    return sum.value
  }

  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    guard q < 0.5 else { return nil }
    var step = 1
    while model(step, q) >= risk { step *= 2 }
    var enough = step
    var low = 0
    while low < enough {
      let middle = (low + enough) / 2
      if model(middle, q) < risk { enough = middle } else { low = middle + 1 }
    }
    return enough
  }
}
