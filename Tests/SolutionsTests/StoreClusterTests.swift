import Clusters
import ExerciseKit
import Histories
import Solutions
import Testing

/// The replicated store among faults: what clients saw and what took place is judged.
@Suite("A replicated store among faults")
struct StoreClusterTests {
  private func setting(seed: UInt64) -> StoreSetting {
    var setting = StoreSetting()
    setting.operations = 120
    setting.faults.incidents = 40
    setting.seed = seed
    return setting
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `histories are linearizable, and everything else holds`(seed: UInt64) {
    let report = StoreCluster.run(setting(seed: seed))
    #expect(report.judged() == nil, "seed \(seed)")
    #expect(report.answered > 100 && report.incidents == 40)
  }

  @Test func `the runs have met what they are to withstand`() {
    var (stops, terms, members, gaps) = (0, 0, 0, 0)
    for seed: UInt64 in 1...4 {
      let report = StoreCluster.run(setting(seed: seed))
      stops += report.stops
      terms += report.terms
      members += report.memberChanges
      gaps += report.gaps
    }
    #expect(stops > 40 && terms > 20 && members > 10 && gaps > 0)
  }

  @Test func `a seed is the whole run`() {
    let (one, other) = (StoreCluster.run(setting(seed: 3)), StoreCluster.run(setting(seed: 3)))
    #expect(one.history == other.history && one.events == other.events)
  }

  @Test func `a session that is gone is told, and nothing counts twice`() {
    var setting = setting(seed: 2)
    setting.maxSessions = 4
    let report = StoreCluster.run(setting)
    #expect(report.judged() == nil)
    #expect(report.expired > 5)
  }

  @Test func `disks that forget break it`() {
    let broken = (1...10 as ClosedRange<UInt64>).contains { seed in
      var setting = setting(seed: seed)
      setting.faults.emptiesDisks = true
      return StoreCluster.run(setting).judged() != nil
    }
    #expect(broken)
  }
}
