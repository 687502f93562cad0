/// What the small exercise `how-deep` asks for: how many confirmations a block has.
///
/// Source: Nakamoto 2008, section 11: z blocks have been added after a transaction's block.
public protocol Confirmations: SmallFunction {
  /// How many confirmations the block at this height has.
  /// - Parameters:
  ///   - height: the block's height.
  ///   - tip: the height of the chain's newest block.
  ///   - fork: the height of the last block that the node's chain and the block's branch share.
  static func confirmations(height: Int, tip: Int, fork: Int) -> Int
}

extension Confirmations {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(confirmations(height: numbers[0], tip: numbers[1], fork: numbers[2]))
  }
}
