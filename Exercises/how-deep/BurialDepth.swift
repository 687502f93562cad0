import ExerciseKit

/// How many confirmations a block has.
enum BurialDepth: Confirmations {
  /// How many confirmations the block at this height has.
  /// - Parameters:
  ///   - height: the block's height.
  ///   - tip: the height of the chain's newest block.
  ///   - fork: the height of the last block that the node's chain and the block's branch share.
  static func confirmations(height: Int, tip: Int, fork: Int) -> Int {
    // TODO: Is the block on the chain? How many blocks is it from here to the tip?
    tip - height
  }
}
