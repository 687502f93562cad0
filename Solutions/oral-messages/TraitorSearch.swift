/// Every way in which one traitor can lie in OM(1), tried.
///
/// A traitor's lie is free for every message he sends. The commander's order is tried both ways also
/// when he is the traitor, as the lieutenants are told nothing of it.
public struct TraitorSearch: Sendable {
  /// One choice of a traitor, an order and his lies, and what came of it.
  public struct Case: Hashable, Sendable {
    /// The traitor; 0 is the commander.
    public var traitor: Int
    /// What the commander was to order.
    public var order: OralMessages.Order
    /// What the traitor told each of the others, by general.
    public var lies: [Int: OralMessages.Order]
    /// What each loyal lieutenant decided.
    public var decisions: [Int: OralMessages.Order]

    /// True when the loyal lieutenants agree, and follow a loyal commander.
    public var isGood: Bool {
      let decided = Set(decisions.values)
      return decided.count <= 1 && (traitor == 0 || decided.isSubset(of: [order]))
    }
  }

  /// How many generals there are, the commander included.
  public let generals: Int

  /// Describes a search among so many generals, from 3 to 6.
  public init(generals: Int) {
    precondition((3...6).contains(generals), "from 3 to 6 generals")
    self.generals = generals
  }

  /// All cases, in a fixed order.
  public func cases() -> [Case] {
    let army = OralMessages(generals: generals, rounds: 1)
    var cases: [Case] = []
    for traitor in 0..<generals {
      let told = (1..<generals).filter { $0 != traitor }
      for order in OralMessages.Order.allCases {
        for bits in 0..<(1 << told.count) {
          var lies: [Int: OralMessages.Order] = [:]
          for (place, general) in told.enumerated() {
            lies[general] = bits & (1 << place) == 0 ? .attack : .retreat
          }
          let decisions = army.run(commander: 0, order: order) { _, from, to in
            from == traitor ? lies[to] : nil
          }
          cases.append(
            Case(
              traitor: traitor, order: order, lies: lies,
              decisions: decisions.filter { $0.key != traitor }))
        }
      }
    }
    return cases
  }
}
