/// What the exercise `finality-odds` asks for: how likely a payment is still replaced by an attacker who
/// has the share `q` of all hash power.
///
/// Confirmations `z` are counted in blocks, from 0. A share and a probability are from 0 to 1. Sources:
/// Nakamoto 2008, section 11; Rosenfeld 2014; Grunspan and Pérez-Marco 2017.
public protocol FinalityOdds {
  /// The probability that an attacker who is `z` blocks behind ever draws level.
  static func catchUp(behind z: Int, attacker q: Double) -> Double

  /// The probability that a payment with `z` confirmations is replaced, as Nakamoto approximates it: the
  /// attacker's blocks are taken as Poisson while `z` honest ones are found.
  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double

  /// The same probability exactly: the attacker's blocks are negative binomial.
  static func exact(confirmations z: Int, attacker q: Double) -> Double

  /// The fewest confirmations with which the probability of `model` is below `risk`; nil for an attacker
  /// with half of the power or more.
  ///
  /// `risk` is a probability above 0. `model` takes confirmations and a share, as `nakamoto` and `exact`
  /// do.
  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int?
}
