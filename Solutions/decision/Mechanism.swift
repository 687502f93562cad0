/// What keeps a kind of data right: the answers of a decision, from the least coordination to the most.
public enum Mechanism: String, Hashable, Sendable, CaseIterable {
  /// Replicas keep the newest write; concurrent ones are lost, and that is accepted.
  case lastWriteWins = "last write wins"
  /// Replicas keep all concurrent versions until somebody decides.
  case siblings = "siblings"
  /// A data type whose concurrent changes merge by rule.
  case mergeableType = "mergeable type"
  /// Writes become visible after what they depend on.
  case causalStore = "causal store"
  /// Reads and writes ask overlapping quorums.
  case quorumRegister = "quorum register"
  /// One agreed order of changes to an object or a small group of them.
  case consensus = "consensus"
  /// Serialisable transactions over consensus groups.
  case transactions = "serialisable transactions"
  /// Transactions whose order agrees with real time everywhere.
  case externalConsistency = "externally consistent transactions"
  /// A log with one writer in which no edit goes unnoticed.
  case hashChain = "hash chain"
  /// A log kept by known parties of whom some may lie.
  case byzantineLog = "Byzantine agreement"
  /// A log kept by whoever likes, secured by proof of work or stake.
  case openLedger = "open ledger"
}
