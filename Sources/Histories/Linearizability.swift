extension Model {
  /// Whether every operation of a history can have taken effect at one instant between its call and
  /// its return (Herlihy and Wing 1990, section 2).
  ///
  /// The search is complete: what it does not find there is not. In the worst case it takes time
  /// exponential in the number of operations that are under way at once; the budget bounds it.
  /// - Parameters:
  ///   - history: the operations, in any order, as many as there are.
  ///   - budget: how many steps the search may take, and as many again to make an impossible part
  ///     smaller; a step tries one operation on one state.
  ///   - isExplained: whether an impossible part is to be made smaller, which takes most of the time.
  /// - Returns: an order, an impossible part, or that the budget was spent. The part is larger than
  ///   need be only when its budget was spent, or nobody asked for less.
  public func linearizability(
    of history: [Operation], budget: Int = defaultBudget, isExplained: Bool = true
  ) -> ConsistencyVerdict {
    let parts = parts(of: history)
    let question = OrderQuestion(
      history: CodedHistory(self, history, parts: parts), precedence: .realTime)
    return verdict(
      on: parts, of: history, question, budget: budget, isExplained: isExplained)
  }

  /// The same without an order or a part: nil when the budget was spent.
  public func isLinearizable(_ history: [Operation], budget: Int = defaultBudget) -> Bool? {
    let parts = parts(of: history)
    let question = OrderQuestion(
      history: CodedHistory(self, history, parts: parts), precedence: .realTime)
    var isKnown = true
    var steps = 0
    for part in parts {
      switch decision(on: part, of: history, isExplained: false) {
      case .order?: continue
      case .impossible?: return false
      case nil: break
      }
      switch question.answer(for: part, budget: budget - steps, spending: &steps) {
      case .found: break
      case .impossible: return false
      case .spent: isKnown = false
      }
    }
    return isKnown ? true : nil
  }

  /// Whether some order explains a history in which each client's operations keep their own order,
  /// whenever they were asked (Lamport 1979). An operation without an answer may take effect at any
  /// place behind those its client had asked before it, or never.
  ///
  /// Parameters and answer are those of `linearizability`. Here the parts of an object cannot be looked at
  /// one by one.
  public func sequentialConsistency(
    of history: [Operation], budget: Int = defaultBudget, isExplained: Bool = true
  ) -> ConsistencyVerdict {
    let question = OrderQuestion(
      history: CodedHistory(self, history, parts: parts(of: history)), precedence: .sessions)
    return verdict(
      on: [Array(history.indices)], of: history, question, budget: budget,
      isExplained: isExplained)
  }

  private func verdict(
    on parts: [[Int]], of history: [Operation], _ question: OrderQuestion, budget: Int,
    isExplained: Bool
  ) -> ConsistencyVerdict {
    var orders: [[Int]] = []
    var steps = 0
    var isUnknown = false
    for part in parts {
      // Decisions of a model's own are about real time.
      if question.precedence == .realTime,
        let decision = decision(on: part, of: history, isExplained: isExplained)
      {
        switch decision {
        case .order(let order): orders.append(order)
        case .impossible(let part): return .broken(part: inOrder(part, of: history))
        }
        continue
      }
      switch question.answer(for: part, budget: budget - steps, spending: &steps) {
      case .found(let order): orders.append(order)
      // Another part may be impossible, which would decide it.
      case .spent: isUnknown = true
      case .impossible:
        let least = isExplained ? question.smallestPart(of: part, budget: budget) : part
        return .broken(part: inOrder(least, of: history))
      }
    }
    if isUnknown { return .unknown(steps: steps) }
    return .holds(order: orders.count == 1 ? orders[0] : merged(orders, of: history))
  }

  private func inOrder(_ part: [Int], of history: [Operation]) -> [Int] {
    part.sorted { (history[$0].called, $0) < (history[$1].called, $1) }
  }

  /// The orders of all parts as one, in which each operation comes at the instant at which it can take
  /// effect: the latest call among those up to it.
  private func merged(_ orders: [[Int]], of history: [Operation]) -> [Int] {
    var instants: [(instant: Int, part: Int, place: Int, index: Int)] = []
    for (part, order) in orders.enumerated() {
      var instant = Int.min
      for (place, index) in order.enumerated() {
        instant = max(instant, history[index].called)
        instants.append((instant, part, place, index))
      }
    }
    return instants.sorted {
      ($0.instant, $0.part, $0.place) < ($1.instant, $1.part, $1.place)
    }.map(\.index)
  }
}

/// How many steps a search takes at most when nothing else is said: a few seconds.
public let defaultBudget = 10_000_000
