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
