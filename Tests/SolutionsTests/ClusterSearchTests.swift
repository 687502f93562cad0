import Clusters
import ExerciseKit
import Solutions
import Testing

/// Every run of a few servers within bounds. The counts are those of the states there are; a change of the
/// reference that changes them changes what it can do.
@Suite("Every run of a few Raft servers")
struct ClusterSearchTests {
  private typealias Bounds = ClusterSearch<Roll>.Bounds

  private func search(_ change: (inout Bounds) -> Void) -> ClusterSearch<Roll>.Outcome {
    var bounds = Bounds()
    change(&bounds)
    var search = ClusterSearch(bounds, machine: Roll())
    return search.run()
  }

  @Test func `three servers elect one leader in a term`() {
    let outcome = search { _ in }
    #expect(outcome.violation == nil)
    #expect(outcome.states == 2_603 && outcome.leading == 1_785 && outcome.depth == 13)
  }

  @Test func `two servers elect one leader in each of two terms, with a stop at any effect`() {
    let outcome = search { bounds in
      (bounds.members, bounds.terms, bounds.stops) = (2, 2, 1)
    }
    #expect(outcome.violation == nil)
    #expect(outcome.states == 7_764 && outcome.leading == 3_378)
  }

  @Test func `two changes of three members, the leader among them`() {
    let outcome = search { bounds in
      bounds.startsLed = true
      bounds.changes = [.remove(NodeID(1)), .remove(NodeID(2))]
    }
    #expect(outcome.violation == nil)
    #expect(outcome.states == 2_154 && outcome.changed == 302)
  }

  @Test func `one server more and one less, with a stop at any effect`() {
    let outcome = search { bounds in
      (bounds.members, bounds.spares, bounds.startsLed) = (2, 1, true)
      bounds.changes = [.add(NodeID(3)), .remove(NodeID(1))]
      (bounds.stops, bounds.depth) = (1, 13)
    }
    #expect(outcome.violation == nil)
    #expect(outcome.changed > 2_000)
  }

  @Test func `a server more while another is elected`() {
    let outcome = search { bounds in
      (bounds.members, bounds.spares, bounds.startsLed, bounds.terms) = (2, 1, true, 2)
      (bounds.changes, bounds.depth) = ([.add(NodeID(3))], 10)
    }
    #expect(outcome.violation == nil)
    #expect(outcome.changed > 1_000)
  }

  @Test func `snapshots at each entry, while another is elected`() {
    let outcome = search { bounds in
      (bounds.members, bounds.startsLed, bounds.terms) = (2, true, 2)
      (bounds.commands, bounds.entriesPerSnapshot, bounds.depth) = (["x"], 1, 12)
    }
    #expect(outcome.violation == nil)
    #expect(outcome.applied > 500 && outcome.compacted > 1_000)
  }

  @Test func `disks that forget make a server vote twice`() throws {
    let outcome = search { bounds in (bounds.stops, bounds.emptiesDisks) = (1, true) }
    let violation = try #require(outcome.violation)
    #expect(violation.sentence == "n2 votes twice in term 1")
    #expect(violation.events.count == 3)
  }
}
