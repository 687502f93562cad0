import ExerciseKit
import Solutions
import Testing

@Suite("The monitors of a dashboard")
struct InvariantMonitorTests {
  private let n1 = NodeID(1)
  private let n2 = NodeID(2)
  private let n3 = NodeID(3)

  @Test func `a slow follower is behind, the commit is not`() {
    var monitor = LagMonitor(followers: [n2, n3])
    monitor.appended(upTo: 10)
    monitor.stored(upTo: 10, at: n2, now: 100)
    monitor.stored(upTo: 4, at: n3, now: 120)
    #expect(monitor.commitIndex == 10)
    #expect(monitor.uncommitted == 0)
    #expect(monitor.lag(of: n3) == 6)
    #expect(monitor.commitAge(of: n3, now: 400) == 300)
    #expect(monitor.commitAge(of: n2, now: 400) == 0)
    #expect(monitor.lag(of: n1) == nil)
  }

  @Test func `without a majority entries wait`() {
    var monitor = LagMonitor(followers: (2...5).map(NodeID.init))
    monitor.appended(upTo: 3)
    monitor.stored(upTo: 3, at: n2, now: 5)
    #expect(monitor.commitIndex == 0)
    #expect(monitor.uncommitted == 3)
    monitor.stored(upTo: 2, at: n3, now: 6)
    #expect(monitor.commitIndex == 2)
  }

  @Test func `half of an even cluster is no majority`() {
    var four = LagMonitor(followers: (2...4).map(NodeID.init))
    four.appended(upTo: 5)
    four.stored(upTo: 5, at: n2, now: 1)
    #expect(four.commitIndex == 0)
    four.stored(upTo: 3, at: n3, now: 2)
    #expect(four.commitIndex == 3)
    var two = LagMonitor(followers: [n2])
    two.appended(upTo: 5)
    #expect(two.commitIndex == 0)
    two.stored(upTo: 5, at: n2, now: 1)
    #expect(two.commitIndex == 5)
  }

  @Test func `before anything is appended nobody lags and nothing waits`() {
    let fresh = LagMonitor(followers: [n2, n3])
    #expect(fresh.lag(of: n2) == 0 && fresh.uncommitted == 0 && fresh.commitIndex == 0)
    let elected = LagMonitor(followers: [n2, n3], committed: 5, firstIndexOfTerm: 7)
    #expect(elected.commitIndex == 5 && elected.uncommitted == 0)
  }

  @Test func `entries of an earlier term are not committed by being stored`() {
    var monitor = LagMonitor(followers: [n2, n3], committed: 1, firstIndexOfTerm: 4)
    monitor.appended(upTo: 3)
    monitor.stored(upTo: 3, at: n2, now: 10)
    #expect(monitor.commitIndex == 1)
    #expect(monitor.uncommitted == 2)
    #expect(monitor.commitAge(of: n3, now: 20) == 10)
    monitor.appended(upTo: 4)
    monitor.stored(upTo: 4, at: n2, now: 30)
    #expect(monitor.commitIndex == 4, "and those before it are committed with it")
    monitor.stored(upTo: 1, at: n3, now: 40)
    #expect(monitor.commitAge(of: n3, now: 50) == 20)
  }

  @Test func `two leaders of one term are a violation, of two terms not`() {
    var monitor = LeaderMonitor()
    monitor.claimed(1, by: n1)
    monitor.claimed(2, by: n2)
    #expect(monitor.violations.isEmpty)
    #expect(monitor.leaders.map(\.node) == [n2, n1])
    monitor.claimed(2, by: n3)
    #expect(monitor.violations.map(\.leaders) == [[n2, n3]])
    monitor.steppedDown(n1)
    #expect(monitor.leaders.map(\.term) == [2, 2])
  }

  @Test func `an offset is a distance and drift a rate`() throws {
    var monitor = ClockMonitor()
    monitor.read(clock: 47, reference: 0)
    #expect(monitor.offset == 47)
    #expect(monitor.drift == nil)
    // 50 ppm fast: 0.05 ms per second.
    for second in 1...100 {
      monitor.read(clock: 47 + Double(second) * 1_000.05, reference: Double(second) * 1_000)
    }
    let drift = try #require(monitor.drift)
    #expect(abs(drift - 50) < 1e-6)
    #expect(abs((monitor.offset ?? 0) - 52) < 1e-6)
  }

  @Test func `replicas fork only when they differ at one index`() {
    var monitor = LedgerMonitor(total: 100)
    monitor.reported(["a": 100], at: "east", index: 0)
    monitor.reported(["a": 40, "b": 60], at: "west", index: 1)
    #expect(monitor.forks.isEmpty)
    monitor.reported(["a": 70, "b": 30], at: "east", index: 1)
    #expect(monitor.forks == [["east", "west"]])
    #expect(monitor.imbalance(at: "east") == 0)
    monitor.reported(["a": 70, "b": 60], at: "east", index: 2)
    #expect(monitor.imbalance(at: "east") == 30)
    monitor.reported(["a": .max, "b": .max], at: "east", index: 3)
    #expect(monitor.imbalance(at: "east") == .max)
    monitor.reported(["a": .max, "b": .max, "c": .min, "d": .min], at: "east", index: 4)
    #expect(monitor.imbalance(at: "east") == -102)
  }
}
