import Glibc

/// The double-spend probability as printed (E-13, E-15, E-62): one minus a sum of Poisson terms, each
/// formed from a power and a factorial.
public enum PoissonFinality {
  /// What the comment beside the printed call claims for six confirmations and an attacker of 30 %.
  public static let claimedForSixAtThirtyPercent = 0.000137

  /// The printed function; nil where Python's arithmetic stops with an OverflowError, since a power or
  /// a factorial does not fit a float.
  public static func doubleSpendProbability(confirmations z: Int, attacker q: Double) -> Double? {
    let p = 1 - q
    if q >= 0.5 { return 1 }
    let lambda = Double(z) * (q / p)
    var probability = 1.0
    var factorial = 1.0
    for k in 0..<z {
      if k > 0 { factorial *= Double(k) }
      let power = pow(lambda, Double(k))
      guard power.isFinite, factorial.isFinite else { return nil }
      let poisson = exp(-lambda) * power / factorial
      probability -= poisson * (1 - pow(q / p, Double(z - k)))
    }
    return probability
  }

  /// The confirmations table as printed: blocks, and the confidence claimed (E-14, E-94).
  public static let confidences: [(confirmations: Int, confidence: Double)] = [
    (1, 0.66), (3, 0.95), (6, 0.999), (100, 0.999999),
  ]
}
