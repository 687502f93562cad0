// The attacker's probabilities as sums of positive terms, each made from the one before by a product.
// No logarithm, no exponential: even Poisson's e^-m is divided out as the sum of all terms.

/// An attacker's share of the power, as a decimal.
struct Attacker: Sendable {
  private let share: ScaledNumber
  private let rest: ScaledNumber
  private let hasHalf: Bool

  /// - Parameters:
  ///   - share: a number of the domain, from none to all of the power.
  init(_ share: Int128, in domain: NumberDomain) {
    self.share = ScaledNumber(share) / ScaledNumber(domain.one)
    rest = ScaledNumber(domain.one - share) / ScaledNumber(domain.one)
    hasHalf = 2 * share >= domain.one
  }

  /// From so many blocks behind: the ruin of a gambler.
  func catchUp(behind z: Int) -> Double {
    hasHalf ? 1 : (share / rest).power(z).double
  }

  /// With Poisson's number of blocks while `z` honest ones are found.
  func nakamoto(confirmations z: Int) -> Double {
    guard z > 0, !hasHalf else { return 1 }
    let ratio = share / rest
    let mean = ratio * ScaledNumber(Int128(z))
    var weight = ScaledNumber(1)
    var (all, won) = (weight, weight)
    var k = 0
    // Up to z blocks, what is missing has to be made up, one factor for each; beyond, the race is won.
    // The mean is below z, so from there the weights shrink.
    while k < z || !weight.vanishes(beside: won) {
      k += 1
      weight = weight * mean / ScaledNumber(Int128(k))
      all = all + weight
      won = (k <= z ? won * ratio : won) + weight
    }
    return (won / all).double
  }

  /// With the negative binomial number of blocks.
  func exact(confirmations z: Int) -> Double {
    guard z > 0, !hasHalf else { return 1 }
    var term = ScaledNumber(1)
    var sum = ScaledNumber.zero
    for k in 0..<z {
      sum = sum + term
      term = term * rest * ScaledNumber(Int128(z + k)) / ScaledNumber(Int128(k + 1))
    }
    return (ScaledNumber(2) * share.power(z) * sum).double
  }

  /// What tells the probability after so many confirmations.
  enum Model {
    case nakamoto
    case exact
  }

  /// The fewest confirmations with a probability below `risk`.
  /// - Returns: nil when more than `most` are needed, or where a right computation may come to another
  ///   number because a probability is all but equal to the risk.
  func confirmationsNeeded(risk: Double, by model: Model, most: Int) -> Int? {
    func probability(_ z: Int) -> Double {
      model == .exact ? exact(confirmations: z) : nakamoto(confirmations: z)
    }
    var (few, enough) = (0, 1)
    while enough < most, probability(enough) >= risk { (few, enough) = (enough, 2 * enough) }
    enough = min(enough, most)
    guard probability(enough) < risk else { return nil }
    while enough - few > 1 {
      let middle = (few + enough) / 2
      if probability(middle) < risk { enough = middle } else { few = middle }
    }
    let isClear = [few, enough].allSatisfy {
      (probability($0) / risk - 1).magnitude > 1e-6 || $0 == 0
    }
    return isClear ? enough : nil
  }
}
