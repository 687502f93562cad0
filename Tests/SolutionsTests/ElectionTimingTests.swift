import Clusters
import ExerciseKit
import Solutions
import Testing

@Suite("Elections in time")
struct ElectionTimingTests {
  @Test(arguments: [1, 2, 3, 5, 7])
  func `on a good network a leader is elected and stays`(size: Int) {
    for seed in 1...20 {
      for asksFirst in [false, true] {
        var setting = TimedElection.Setting()
        setting.nodes = size
        setting.seed = UInt64(seed)
        setting.asksFirst = asksFirst
        var run = TimedElection(setting)
        run.run(until: 3000)
        #expect(run.leader != nil, "seed \(seed)")
        #expect(run.hasOneLeaderPerTerm)
        let first = run.leaders.count
        run.run(until: 6000)
        #expect(run.leaders.count == first, "seed \(seed)")
      }
    }
  }

  @Test func `a crashed leader is succeeded, also when nodes ask first`() {
    for seed in 1...20 {
      for asksFirst in [false, true] {
        var setting = TimedElection.Setting()
        setting.seed = UInt64(seed)
        setting.asksFirst = asksFirst
        setting.leaderCrash = 2000
        var run = TimedElection(setting)
        run.run(until: 6000)
        #expect(run.leaders.count { $0.time > 2000 } >= 1, "seed \(seed)")
        #expect(run.leader != nil)
        #expect(run.hasOneLeaderPerTerm)
      }
    }
  }

  private func partial(asksFirst: Bool, seed: UInt64) -> TimedElection {
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.seed = seed
    setting.asksFirst = asksFirst
    var run = TimedElection(setting)
    run.run(until: 2000)
    guard let leader = run.leader,
      let lonely = run.ids.first(where: { $0 != leader })
    else { return run }
    setting.cuts = [.init(leader, lonely, from: 2000)]
    run = TimedElection(setting)
    run.run(until: 8000)
    return run
  }

  @Test(arguments: 1...10)
  func `across a partial partition leaders change for ever, unless nodes ask first`(seed: UInt64) {
    let plain = partial(asksFirst: false, seed: seed)
    let asking = partial(asksFirst: true, seed: seed)
    #expect(plain.leaders.count { $0.time > 2000 } > 10)
    #expect(asking.leaders.count { $0.time > 2000 } == 0)
    #expect(plain.hasOneLeaderPerTerm && asking.hasOneLeaderPerTerm)
  }

  @Test func `equal timeouts never elect anybody`() {
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.timeouts = 150...150
    var run = TimedElection(setting)
    run.run(until: 150 * 1001) { $0.highestTerm >= 1000 }
    #expect(run.highestTerm == 1000)
    #expect(run.leaders.isEmpty)
  }

  @Test func `a scheduler that sees the timers keeps even random ones from electing`() {
    var setting = TimedElection.Setting()
    setting.nodes = 3
    setting.delays = .untilTheReceiverStands
    var run = TimedElection(setting)
    run.run(until: 1_000_000) { $0.highestTerm >= 500 }
    #expect(run.highestTerm == 500)
    #expect(run.leaders.isEmpty)
    #expect(run.deliveredCount > 1000)
    #expect(run.heldCount < 10)
  }
}
