extension DistinctHistory {
  /// The smallest part of this history that is not causally consistent, as indices in the order of the
  /// history; nil when all of it is.
  ///
  /// Causal memory (Ahamad et al. 1995, section 2): for each client there is an order of its own
  /// operations and everybody's writes in which causes come before effects and each read returns the
  /// last write before it. Two clients may see concurrent writes in different orders. Decided in time
  /// polynomial in the operations by the patterns of Bouajjani et al. 2017, section 5 (their CM).
  /// - Parameter isExplained: whether the part is to be made small, which takes most of the time.
  public func brokenCausality(isExplained: Bool = true) -> [Int]? {
    smallestPart(isExplained: isExplained) { !$0.isCausal }
  }

  private var isCausal: Bool {
    guard !events.contains(where: { $0.kind == .read(.nowhere) }) else { return false }
    let causes = causalOrder
    guard !causes.hasCycle else { return false }
    return sessions.allSatisfy { session in
      session.last.map { isExplained(session, upTo: $0, causes) } ?? true
    }
  }

  /// What a client had asked before, and what a read has seen.
  private var causalOrder: Relation {
    var order = Relation(count: events.count)
    for session in sessions {
      for (first, second) in zip(session, session.dropFirst()) {
        order.insert(first, before: second)
      }
    }
    for (read, event) in events.enumerated() {
      if case .read(.write(let write)) = event.kind { order.insert(write, before: read) }
    }
    return order
  }

  /// Whether one order explains a client's reads: no write is forced both before and behind another.
  private func isExplained(_ session: [Int], upTo last: Int, _ causes: Relation) -> Bool {
    let past = Set(events.indices.filter { $0 == last || causes.contains($0, before: last) })
    var order = causes.restricted(to: past)
    let writes = past.filter { events[$0].isWrite }.sorted()
    let reads = session.filter { !events[$0].isWrite }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for read in reads {
        for write in writes
        where events[write].register == events[read].register && order.contains(write, before: read)
        {
          switch events[read].kind {
          case .read(.nothingYet): return false
          // What the read no longer saw had been replaced by what it saw.
          case .read(.write(let seen)) where seen != write:
            if order.insert(write, before: seen) { isGrowing = true }
          default: break
          }
        }
      }
      if order.hasCycle { return false }
    }
    return true
  }
}
