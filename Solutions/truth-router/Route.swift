/// The protocol that keeps a kind of data right.
public enum Route: String, Hashable, Sendable, CaseIterable {
  /// Serialisable transactions over a replicated log.
  case transaction = "transaction"
  /// Reads and writes that ask overlapping majorities.
  case quorum = "quorum"
  /// A data type that merges.
  case mergeable = "mergeable type"
  /// Counted at each replica and added up later; what a crash loses is lost.
  case eventual = "eventual"
  /// A hash-chained log with published heads.
  case hashChain = "hash chain"
}

extension ShopOperation {
  /// Where the operation belongs. Total: the compiler refuses an operation without a route.
  public var route: Route {
    switch self {
    case .transferMoney: .transaction
    case .updateProfile: .quorum
    case .addLike, .withdrawLike, .addToCart, .removeFromCart: .mergeable
    case .trackView: .eventual
    case .auditAction: .hashChain
    }
  }
}
