/// Whether some order of its operations explains a history. Operations are named by their indices in
/// it.
public enum ConsistencyVerdict: Hashable, Sendable {
  /// This order does. Operations without an answer that nothing needs are not in it.
  case holds(order: [Int])
  /// No order does, and none explains these operations alone. Each of them is needed for that: without
  /// it, and without what makes no sense without it, the others could be explained. In the order of
  /// their calls.
  case broken(part: [Int])
  /// The budget was spent before there was an answer.
  case unknown(steps: Int)

  /// True when an order was found.
  public var holds: Bool {
    if case .holds = self { true } else { false }
  }

  /// True when it is certain that there is no order.
  public var isBroken: Bool {
    if case .broken = self { true } else { false }
  }
}
