public import ExerciseKit

/// How many confirmations a block has.
///
/// Guarantee: an attacker has to replace that many blocks of the chain. A block that is not on it has none.
/// Source: Nakamoto 2008, section 11, where the transaction's own block is not counted among the z that follow;
/// wallets count it.
public enum BurialDepth: Confirmations {
  /// How many confirmations the block at this height has.
  /// - Parameters:
  ///   - height: the block's height.
  ///   - tip: the height of the chain's newest block.
  ///   - fork: the height of the last block that the node's chain and the block's branch share.
  public static func confirmations(height: Int, tip: Int, fork: Int) -> Int {
    height > fork ? 0 : tip - height + 1
  }
}
