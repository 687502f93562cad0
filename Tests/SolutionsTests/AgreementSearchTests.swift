import Clusters
import ExerciseKit
import Solutions
import Testing

/// Paxos and two-phase commit: all that can happen to a few nodes, with messages that arrive in any order,
/// often or never, and stops between any two effects.
@Suite("Agreement, every run within bounds")
struct AgreementSearchTests {
  // MARK: Two-phase commit

  private typealias CommitSearch = EveryRun<CommitNode>

  private struct Ends: Hashable {
    var isComplete = false
    var states = 0
    /// What participants have shown, in any run.
    var outcomes: Set<Bool> = []
    /// Whether two participants of one run have shown different things.
    var isTorn = false
  }

  /// - Parameter refuser: who cannot commit.
  private func commits(refuser: NodeID?, stops: Int, forgets: Bool = false) -> Ends {
    var search = CommitSearch(
      [CommitNode.coordinator] + CommitNode.participants,
      happenings: [
        .init(.goOn, at: CommitNode.coordinator, isOnce: false),
        .init(.giveUp, at: CommitNode.coordinator),
      ], stops: stops
    ) { id, stored in
      CommitNode.started(id, forgets ? nil : stored, canCommit: id != refuser)
    }
    var ends = Ends()
    let extent = search.explore(limit: 100_000) { moment in
      let shown = Set(moment.seen.map(\.sight))
      ends.outcomes.formUnion(shown)
      ends.isTorn = ends.isTorn || shown.count > 1
      return !ends.isTorn
    }
    (ends.isComplete, ends.states) = (extent.isComplete, extent.stateCount)
    return ends
  }

  @Test func `no two participants of two-phase commit end differently, with two stops anywhere`() {
    for refuser in [nil, CommitNode.participants[1]] {
      let ends = commits(refuser: refuser, stops: 2)
      #expect(ends.isComplete && !ends.isTorn, "\(ends.states)")
      #expect(ends.outcomes == (refuser == nil ? [true, false] : [false]))
    }
    #expect(commits(refuser: nil, stops: 1, forgets: true).isTorn)
  }

  // MARK: Paxos

  private typealias PaxosSearch = EveryRun<PaxosNode>

  /// Two proposers that begin once each, and two of the three acceptors: the third is silent.
  private func decisions(
    stops: Int, forgets: Bool = false
  ) -> (extent: PaxosSearch.Extent, all: Set<String>, isTorn: Bool) {
    let proposers = PaxosNode.proposers.prefix(2)
    var search = PaxosSearch(
      Array(PaxosNode.acceptors.prefix(2) + proposers),
      happenings: proposers.map { .init(.begin, at: $0) }, stops: stops
    ) { id, stored in PaxosNode(id, forgets ? nil : stored) }
    var (all, isTorn): (Set<String>, Bool) = ([], false)
    let extent = search.explore(limit: 100_000) { moment in
      let shown = Set(moment.seen.map(\.sight))
      all.formUnion(shown)
      isTorn = isTorn || shown.count > 1
      return !isTorn
    }
    return (extent, all, isTorn)
  }

  @Test
  func `two attempts at Paxos without the third acceptor decide one value, with a stop anywhere`() {
    let found = decisions(stops: 1)
    #expect(found.extent.isComplete && !found.isTorn, "\(found.extent.stateCount)")
    #expect(found.all == Set(PaxosNode.preferences.prefix(2)))
    #expect(decisions(stops: 2, forgets: true).isTorn)
  }
}
