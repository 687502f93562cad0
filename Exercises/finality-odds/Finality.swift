import ExerciseKit
import Foundation

/// How likely a payment under `z` blocks is still replaced by an attacker with the share `q` of all
/// hash power.
enum Finality: FinalityOdds {
  /// The probability that an attacker `z` blocks behind ever draws level.
  static func catchUp(behind z: Int, attacker q: Double) -> Double {
    // TODO: What if the attacker has half of the power, or is not behind?
    0
  }

  /// The probability of a replacement as the whitepaper approximates it.
  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    // TODO: Sum over the number of blocks that the attacker may have by then.
    0
  }

  /// The probability of a replacement, exactly.
  static func exact(confirmations z: Int, attacker q: Double) -> Double {
    // TODO: How does one term of the sum follow from the one before?
    0
  }

  /// The fewest confirmations with which `model` is below `risk`; nil when no number is enough.
  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    // TODO: Below, not at. And when would a search never end?
    nil
  }
}
