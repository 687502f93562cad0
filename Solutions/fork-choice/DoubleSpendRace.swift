import ExerciseKit

/// One race between an attacker and the honest miners: who finds which block, until the attacker has
/// drawn level with the honest chain after `confirmations` blocks, or is hopelessly behind.
///
/// Guarantee: for a limit far enough, the share of races won is the exact probability of
/// `Finality.exact`. Source: Nakamoto 2008, section 11.
///
/// It holds for the same world as `Finality`. Cost: one random number for each block.
///
/// Deviation: an attacker who is `limit` blocks behind gives up.
public struct DoubleSpendRace: Hashable, Sendable {
  /// For each block in the order they were found, true when the attacker found it.
  public private(set) var isAttackers: [Bool] = []
  /// How far the honest chain was ahead after each block.
  public private(set) var leads: [Int] = []
  /// True when the attacker drew level after the payment had its confirmations.
  public private(set) var isWon = false
  /// The block with which the payment had its confirmations, from 0; nil with none asked for.
  public private(set) var confirmedAt: Int?

  /// Runs a race.
  /// - Parameters:
  ///   - confirmations: how many honest blocks the merchant waits for.
  ///   - attacker: the attacker's share of the hash power.
  ///   - limit: how many blocks behind the attacker gives up.
  ///   - random: decides who finds each block.
  public init(
    confirmations: Int, attacker: Double, limit: Int = 60,
    using random: inout some RandomNumberGenerator
  ) {
    precondition(confirmations >= 0 && attacker >= 0 && attacker < 1, "a share below one")
    var honest = 0
    var secret = 0
    while true {
      if honest >= confirmations, honest - secret <= 0 || honest - secret > limit {
        isWon = honest <= secret
        return
      }
      // The 53 highest bits make a number from 0 up to 1.
      let draw = Double(random.next() >> 11) / 9_007_199_254_740_992
      isAttackers.append(draw < attacker)
      if draw < attacker { secret += 1 } else { honest += 1 }
      leads.append(honest - secret)
      if confirmedAt == nil, confirmations > 0, honest == confirmations {
        confirmedAt = isAttackers.count - 1
      }
    }
  }

  /// How many of several races the attacker wins.
  public static func wins(
    in races: Int, confirmations: Int, attacker: Double,
    using random: inout some RandomNumberGenerator
  ) -> Int {
    (0..<races).count { _ in
      DoubleSpendRace(confirmations: confirmations, attacker: attacker, using: &random).isWon
    }
  }
}
