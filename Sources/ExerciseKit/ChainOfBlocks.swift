/// A block of a proof-of-work chain, as far as the choice between chains looks at it.
public struct Block: Hashable, Sendable {
  /// Its name, in place of its hash.
  public var id: String
  /// The block it builds on.
  public var parent: String
  /// The work it proves, in any unit.
  public var work: UInt64
  /// How many database locks a node of the older kind needs to take it in.
  public var locks: Int
  /// The transactions it confirms.
  public var txs: [String]

  /// Describes a block.
  public init(id: String, parent: String, work: UInt64 = 1, locks: Int = 0, txs: [String] = []) {
    self.id = id
    self.parent = parent
    self.work = work
    self.locks = locks
    self.txs = txs
  }
}

/// A change of mind: a branch that was the chain is not any more.
public struct Reorganization: Hashable, Sendable {
  /// The blocks that left the chain, from the tip downwards.
  public var disconnected: [String]
  /// The blocks that came in, from the fork upwards.
  public var connected: [String]
  /// Transactions that stood in a block that left and stand in none that came in.
  public var droppedTxs: Set<String>

  /// Describes a change of mind.
  public init(disconnected: [String], connected: [String], droppedTxs: Set<String>) {
    self.disconnected = disconnected
    self.connected = connected
    self.droppedTxs = droppedTxs
  }
}

/// What the exercise `fork-choice` asks for: what one node of a proof-of-work network takes for the chain
/// (Nakamoto 2008, sections 4 and 5).
public protocol ForkChoice: Sendable {
  /// Starts from a block that every node has.
  /// - Parameter maxLocks: how many locks a block may need; nil for a node without that limit.
  init(genesis: String, maxLocks: Int?)

  /// The last block of the chain.
  var tip: String { get }

  /// Takes in a block; one whose parent is missing is kept until that comes.
  /// - Returns: the change of mind, when blocks had to leave the chain.
  mutating func receive(_ block: Block) -> Reorganization?

  /// How many blocks of the chain confirm a transaction: 1 when it stands in the tip, 0 when it stands in
  /// no block of the chain.
  func confirmations(of tx: String) -> Int
}
