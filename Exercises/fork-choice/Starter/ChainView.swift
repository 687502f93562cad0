import ExerciseKit

/// What one node of a proof-of-work network takes for the chain.
struct ChainView: ForkChoice {
  /// The last block of the chain.
  var tip: String

  /// Starts from a block that every node has.
  init(genesis: String, maxLocks: Int?) {
    tip = genesis
    // TODO: What do you keep of each block?
  }

  /// Takes in a block; one whose parent is missing is kept until that comes.
  mutating func receive(_ block: Block) -> Reorganization? {
    // TODO: Which branch has the most work now, and what has left the chain?
    nil
  }

  /// How many blocks of the chain confirm a transaction.
  func confirmations(of tx: String) -> Int {
    // TODO: Count from the tip.
    0
  }
}
