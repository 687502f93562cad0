public import ExerciseKit

/// Watches who claims to lead.
///
/// Guarantee: it reports a violation exactly when two nodes have claimed one term, which Raft excludes
/// (Ongaro and Ousterhout 2014, Election Safety). Two leaders of different terms are no violation: the
/// older one has not heard yet, and cannot commit.
///
/// It holds with claims repeated, late and reordered; a claim that is not reported is not seen. Who leads now
/// is as the last report of each node says. Cost: one name for each leader there was.
public struct LeaderMonitor: Sendable {
  /// Two nodes that claimed one term.
  public struct Violation: Hashable, Sendable {
    /// The term.
    public let term: Term
    /// Who claimed it, in order.
    public let leaders: [NodeID]
  }

  private var claims: [Term: Set<NodeID>] = [:]
  private var current: [NodeID: Term] = [:]

  /// Has seen no leader.
  public init() {}

  /// A node says that it leads a term.
  public mutating func claimed(_ term: Term, by node: NodeID) {
    claims[term, default: []].insert(node)
    current[node] = term
  }

  /// A node has stepped down.
  public mutating func steppedDown(_ node: NodeID) {
    current[node] = nil
  }

  /// The terms with two leaders, oldest first.
  public var violations: [Violation] {
    claims.filter { $0.value.count > 1 }
      .map { Violation(term: $0.key, leaders: $0.value.sorted()) }
      .sorted { $0.term < $1.term }
  }

  /// The nodes that think they lead now, with their terms, newest term first.
  public var leaders: [(node: NodeID, term: Term)] {
    current.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
}
