public import Histories

/// A level of consistency, the strongest first.
public enum ConsistencyLevel: String, Hashable, Sendable, CaseIterable {
  case linearizable
  case sequential
  case causal
  case writesFollowReads = "writes-follow-reads"
  case monotonicWrites = "monotonic-writes"
  case monotonicReads = "monotonic-reads"
  case readYourWrites = "read-your-writes"

  /// What a history says of a level.
  public enum Finding: Hashable, Sendable {
    /// It is kept; this order of operations shows it, where one order does.
    case kept(order: [Int]?)
    /// It is broken by these operations alone.
    case broken(part: [Int])
    /// The budget was spent, or the level cannot be decided for this history; the text says why.
    case unknown(String)
  }
}

extension RecordedHistory {
  /// What this history says of each level, the strongest first. What a level implies is not looked at
  /// again where it is kept: a linearizable history is sequential, a sequential one causal.
  /// - Parameters:
  ///   - budget: how many steps each search may take.
  ///   - isExplained: whether a part that breaks a level is to be made small, which takes most of the time.
  public func levels(
    budget: Int = defaultBudget, isExplained: Bool = true
  ) -> [(level: ConsistencyLevel, finding: ConsistencyLevel.Finding)] {
    switch self {
    case .store(let history):
      return levels(KeyValueStore<String, String>(), history, budget, isExplained) { level in
        let distinct: DistinctHistory
        do throws(DistinctHistory.Unsuitable) {
          distinct = try DistinctHistory(history)
        } catch {
          return .unknown("\(error)")
        }
        let part =
          level == .causal
          ? distinct.brokenCausality(isExplained: isExplained)
          : SessionGuarantee(rawValue: level.rawValue).flatMap {
            $0.brokenPart(of: distinct, isExplained: isExplained)
          }
        return part.map { .broken(part: $0) } ?? .kept(order: nil)
      }
    case .texts(let history):
      return levels(AppendStore<String>(), history, budget, isExplained) { _ in
        .unknown("texts that are added to tell no single write that a read has seen")
      }
    }
  }

  private func levels<M: Histories.Model>(
    _ model: M, _ history: [M.Operation], _ budget: Int, _ isExplained: Bool,
    weaker: (ConsistencyLevel) -> ConsistencyLevel.Finding
  ) -> [(level: ConsistencyLevel, finding: ConsistencyLevel.Finding)] {
    var levels: [(level: ConsistencyLevel, finding: ConsistencyLevel.Finding)] = []
    for level in ConsistencyLevel.allCases {
      // What is causal keeps all four guarantees of sessions; of these none implies another.
      let isImplied = levels.prefix(3).contains {
        if case .kept = $0.finding { true } else { false }
      }
      guard !isImplied else {
        levels.append((level, .kept(order: nil)))
        continue
      }
      let finding: ConsistencyLevel.Finding =
        switch level {
        case .linearizable:
          found(model.linearizability(of: history, budget: budget, isExplained: isExplained))
        case .sequential:
          found(
            model.sequentialConsistency(of: history, budget: budget, isExplained: isExplained))
        default: weaker(level)
        }
      levels.append((level, finding))
    }
    return levels
  }

  private func found(_ verdict: ConsistencyVerdict) -> ConsistencyLevel.Finding {
    switch verdict {
    case .holds(let order): .kept(order: order)
    case .broken(let part): .broken(part: part)
    case .unknown(let steps): .unknown("no answer within \(steps) steps")
    }
  }

  // MARK: Words

  /// An operation: who, what, and what came of it.
  public func description(of index: Int) -> String {
    switch self {
    case .store(let history):
      let operation = history[index]
      let key = operation.input.key.isEmpty ? "" : "\(operation.input.key) "
      switch operation.input {
      case .get:
        guard case .value(let value)? = operation.answer?.output else { return "read \(key)…" }
        return "read \(key)→ \(value ?? "nothing")"
      case .put(_, let value): return "write \(key)\(value)"
      case .compareAndSet(_, let expected, let new):
        let end =
          operation.answer.map { $0.output == .refused ? " refused" : "" } ?? ""
        return "cas \(key)\(expected ?? "nothing") → \(new)\(end)"
      case .delete: return "delete \(key)"
      }
    case .texts(let history):
      let operation = history[index]
      switch operation.input {
      case .get(let key):
        guard case .text(let text)? = operation.answer?.output else { return "get \(key) …" }
        return "get \(key) → \"\(text)\""
      case .put(let key, let text): return "put \(key) \"\(text)\""
      case .append(let key, let text): return "append \(key) \"\(text)\""
      }
    }
  }

  /// Who asked, when, and when the answer came; nil for one that never did.
  public func span(of index: Int) -> (client: Int, called: Int, returned: Int?) {
    switch self {
    case .store(let history):
      (history[index].client, history[index].called, history[index].answer?.returned)
    case .texts(let history):
      (history[index].client, history[index].called, history[index].answer?.returned)
    }
  }
}
