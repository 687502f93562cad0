/// What a history of operations on registers may look like.
///
/// Each model asks for an order of the operations in which every read returns the last value written
/// before it. They differ in which orders count, and in whether all processes must agree on one.
/// `linearizable` is Herlihy and Wing 1990, `sequential` is Lamport 1979, `causal` is Ahamad et al.
/// 1995 (causal memory), and each implies the next.
///
/// Guarantee: the answer is exact: a history is allowed when and only when such an order exists. Sources:
/// Herlihy and Wing 1990, section 2; Lamport 1979; Ahamad et al. 1995.
///
/// It holds whatever goes on behind the history, as only what clients saw is looked at. Their times must be
/// of one clock.
///
/// Cost: time exponential in the operations, in the worst case: the models are for histories of a few dozen.
///
/// Deviations: a history holds finished operations only, and no two writes to a register write the same
/// value, nor 0.
///
/// Must be stored: nothing; it is a question about a finished history.
public enum ConsistencyModel: String, Hashable, Sendable, CaseIterable {
  /// One order for all, in which an operation that had returned before another was asked comes first.
  case linearizable
  /// One order for all, in which each process's own operations keep their order.
  case sequential
  /// For every process an order of its operations and everybody's writes, in which causes come before
  /// effects. Two processes may see concurrent writes in different orders.
  case causal

  /// True when the model permits the history.
  public func allows(_ history: [RegisterOperation]) -> Bool {
    let programOrder = OperationOrder.program(of: history)
    switch self {
    case .linearizable:
      return programOrder.adding(OperationOrder.realTime(of: history)).hasSerialization(of: history)
    case .sequential:
      return programOrder.hasSerialization(of: history)
    case .causal:
      guard let readsFrom = OperationOrder.readsFrom(in: history) else { return false }
      let causality = programOrder.adding(readsFrom)
      return Set(history.map(\.process)).sorted().allSatisfy { process in
        let seen = history.indices.filter {
          history[$0].process == process || history[$0].kind == .write
        }
        return causality.restricted(to: seen).hasSerialization(of: seen.map { history[$0] })
      }
    }
  }

  /// The strongest model that permits the history; nil when not even `causal` does.
  public static func strongest(allowing history: [RegisterOperation]) -> ConsistencyModel? {
    allCases.first { $0.allows(history) }
  }
}
