public import ExerciseKit
import Glibc

/// How likely a payment under `z` blocks is still replaced, by an attacker who has the share `q` of
/// all hash power.
///
/// The attacker begins to mine in secret when the payment is sent, and succeeds on drawing level with
/// the honest chain at any time after `z` blocks are on top of the payment (Nakamoto 2008, section
/// 11; having to get ahead with one block mined in advance, as in Rosenfeld 2014, gives the same
/// numbers). With `q >= 0.5` that is certain.
///
/// Guarantee: every result is in 0...1 and correct to nine digits or more for `z` up to 1000. All
/// sums have positive terms only, and terms are formed from logarithms: nothing cancels, and nothing
/// overflows. Results below the smallest Double are zero.
///
/// Deviation: the whitepaper subtracts a sum from one and multiplies factorials; that turns negative
/// from `z = 19` (`q = 0.05`) and overflows from `z = 145`.
///
/// It holds for an attacker whose share stays as it is, and honest miners who all work on one branch: blocks
/// that cross on their way are not in it.
///
/// Cost: `exact` sums z terms, `nakamoto` at least as many.
///
/// Must be stored: nothing; every answer follows from the arguments. Sources: Nakamoto 2008,
/// section 11; Rosenfeld 2014.
public enum Finality: FinalityOdds {
  /// The probability that an attacker `z` blocks behind ever draws level: `(q / p)^z`
  /// (the gambler's ruin; Nakamoto 2008, section 11).
  public static func catchUp(behind z: Int, attacker q: Double) -> Double {
    expect(z, q)
    guard q < 0.5, z > 0 else { return 1 }
    return exp(Double(z) * logRatio(q))
  }

  /// The probability as Nakamoto approximates it: while `z` honest blocks are found, the attacker's
  /// number of blocks is taken as Poisson with mean `z q / p` (Nakamoto 2008, section 11).
  public static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    expect(z, q)
    guard q < 0.5, z > 0 else { return 1 }
    guard q > 0 else { return 0 }
    let logMean = log(Double(z)) + logRatio(q)
    func logPoisson(_ k: Int) -> Double {
      Double(k) * logMean - exp(logMean) - logFactorial(k)
    }
    // With k <= z blocks the attacker still has z - k to make up.
    var logTerms = (0...z).map { logPoisson($0) + Double(z - $0) * logRatio(q) }
    // With more the race is over. The mean is below z, so these terms shrink.
    var k = z + 1
    repeat {
      logTerms.append(logPoisson(k))
      k += 1
    } while logTerms[k - 1] > logTerms[z] - 40
    return min(1, sum(ofExponentials: logTerms))
  }

  /// The probability, exactly: while `z` honest blocks are found, the attacker's number of blocks is
  /// negative binomial. `P = 2 * sum over k < z of C(z + k - 1, k) q^z p^k`.
  ///
  /// Sources: Rosenfeld 2014; Grunspan and Pérez-Marco 2017, abstract (it equals the regularised
  /// incomplete beta function `I(4pq; z, 1/2)`).
  public static func exact(confirmations z: Int, attacker q: Double) -> Double {
    expect(z, q)
    guard q < 0.5, z > 0 else { return 1 }
    guard q > 0 else { return 0 }
    let logTerms = (0..<z).map { k in
      logFactorial(z + k - 1) - logFactorial(k) - logFactorial(z - 1) + Double(z) * log(q)
        + Double(k) * log(1 - q)
    }
    return min(1, 2 * sum(ofExponentials: logTerms))
  }

  /// The fewest confirmations after which the probability of `model` is below `risk`.
  ///
  /// Nil when no number is enough, as for `q >= 0.5`, and, as a deviation, when more than 100,000 are
  /// needed.
  /// - Parameters:
  ///   - risk: a probability, larger than zero.
  ///   - model: `nakamoto` or `exact`; a probability that does not rise with the confirmations.
  public static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    confirmationsNeeded(risk: risk, attacker: q, limit: 100_000, model: model)
  }

  /// The fewest confirmations after which the probability of `model` is below `risk`, if there are not
  /// more than `limit`: close to one half the number grows without bound.
  /// - Parameters:
  ///   - risk: a probability, larger than zero.
  ///   - model: `nakamoto` or `exact`; a probability that does not rise with the confirmations.
  public static func confirmationsNeeded(
    risk: Double, attacker q: Double, limit: Int,
    model: (_ confirmations: Int, _ attacker: Double) -> Double
  ) -> Int? {
    precondition(risk > 0, "no finite number of confirmations removes all risk")
    guard q < 0.5 else { return nil }
    if model(0, q) < risk { return 0 }
    // Too few, and enough; then the gap is halved.
    var low = 0
    var high = 1
    while model(high, q) >= risk {
      guard high < limit else { return nil }
      low = high
      high = min(2 * high, limit)
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if model(middle, q) < risk { high = middle } else { low = middle }
    }
    return high
  }

  private static func expect(_ z: Int, _ q: Double) {
    precondition(z >= 0 && (0...1).contains(q), "confirmations are counted, a share is in 0...1")
  }

  /// The logarithm of `q / p`; minus infinity for an attacker without any power.
  private static func logRatio(_ q: Double) -> Double {
    log(q) - log(1 - q)
  }

  private static func logFactorial(_ n: Int) -> Double {
    let (logarithm, _): (Double, Int) = lgamma(Double(n + 1))
    return logarithm
  }

  /// The sum of `exp(x)`, the largest taken out so that it neither overflows nor vanishes early.
  private static func sum(ofExponentials logTerms: [Double]) -> Double {
    guard let largest = logTerms.max(), largest > -.infinity else { return 0 }
    return exp(largest + log(logTerms.reduce(0) { $0 + exp($1 - largest) }))
  }
}
