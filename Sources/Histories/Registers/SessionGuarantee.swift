/// What one client may rely on however weak the store is (Terry et al. 1994, section 3).
///
/// Each operation of a session may go to another server. A read returns the last, in an order of all
/// writes that every server keeps to (section 2 there), of the writes its server knows; the guarantees
/// say which writes it must know.
public enum SessionGuarantee: String, Hashable, Sendable, CaseIterable {
  /// A read knows of the writes that were made before it in its session.
  case readYourWrites = "read-your-writes"
  /// A read knows of what the reads before it in its session have returned.
  case monotonicReads = "monotonic-reads"
  /// Who knows of a write knows of those before it in its session, and they are ordered before it.
  case monotonicWrites = "monotonic-writes"
  /// Who knows of a write knows of what was read before it in its session, and that is ordered before
  /// it.
  case writesFollowReads = "writes-follow-reads"

  /// The smallest part of a history that breaks this guarantee, as indices in the order of the history;
  /// nil when there is none.
  ///
  /// What the last two demand only a reader can see to whom nothing vanishes again. So they are looked
  /// at together with monotonic reads, and count as broken only where monotonic reads are kept.
  /// - Parameter isExplained: whether the part is to be made small, which takes most of the time.
  public func brokenPart(of history: DistinctHistory, isExplained: Bool = true) -> [Int]? {
    switch self {
    case .readYourWrites, .monotonicReads:
      return history.smallestPart(isExplained: isExplained) { !$0.keeps([self]) }
    case .monotonicWrites, .writesFollowReads:
      guard history.keeps([.monotonicReads]) else { return nil }
      return history.smallestPart(isExplained: isExplained) {
        !$0.keeps([self, .monotonicReads])
      }
    }
  }
}

extension DistinctHistory {
  /// Whether one order of all writes explains all reads when each knows of no more than these
  /// guarantees demand.
  func keeps(_ guarantees: Set<SessionGuarantee>) -> Bool {
    guard !events.contains(where: { $0.kind == .read(.nowhere) }) else { return false }
    let known = knownWrites(guarantees)
    var order = Relation(count: events.count)
    for session in sessions {
      for (place, later) in session.enumerated() where events[later].isWrite {
        for earlier in session[..<place] {
          if let write = demanded(of: later, by: earlier, guarantees) {
            order.insert(write, before: later)
          }
        }
      }
    }
    for (read, event) in events.enumerated() {
      guard case .read(let source) = event.kind else { continue }
      for write in known[read] where events[write].register == event.register {
        switch source {
        case .write(let seen) where seen != write: order.insert(write, before: seen)
        case .write: break
        case .nothingYet, .nowhere: return false
        }
      }
    }
    return !order.hasCycle
  }

  /// The write that whoever knows of `later` must know as well because of an earlier operation of its
  /// session, and must order before it.
  private func demanded(
    of later: Int, by earlier: Int, _ guarantees: Set<SessionGuarantee>
  ) -> Int? {
    switch events[earlier].kind {
    case .write: guarantees.contains(.monotonicWrites) ? earlier : nil
    case .read(.write(let seen)):
      guarantees.contains(.writesFollowReads) && seen != later ? seen : nil
    case .read: nil
    }
  }

  /// For each read the writes that its server must know.
  private func knownWrites(_ guarantees: Set<SessionGuarantee>) -> [Set<Int>] {
    // For each write those that come with it.
    var company = events.indices.map { Set([$0]) }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for session in sessions {
        for (place, later) in session.enumerated() where events[later].isWrite {
          for earlier in session[..<place] {
            guard let write = demanded(of: later, by: earlier, guarantees),
              !company[write].isSubset(of: company[later])
            else { continue }
            company[later].formUnion(company[write])
            isGrowing = true
          }
        }
      }
    }
    var known = events.map { _ in Set<Int>() }
    for session in sessions {
      var carried: Set<Int> = []
      for place in session {
        switch events[place].kind {
        case .write:
          // Of a write without an answer nobody can tell where it has come to.
          if guarantees.contains(.readYourWrites), events[place].isAnswered {
            carried.formUnion(company[place])
          }
        case .read(let source):
          known[place] = carried
          if case .write(let seen) = source { known[place].formUnion(company[seen]) }
          if guarantees.contains(.monotonicReads) { carried.formUnion(known[place]) }
        }
      }
    }
    return known
  }
}
