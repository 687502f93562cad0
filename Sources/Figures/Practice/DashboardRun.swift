import Clusters
import ExerciseKit
import Glibc
import Simulation
import Solutions

/// Five Raft nodes and what monitors see of them: the first leader is cut off and another is elected, one
/// follower is not sent the last requests, and one node's clock gains.
///
/// A request takes 20 ms here, an election 200; that is all the time there is.
struct DashboardRun {
  /// A line of the panel.
  struct Row {
    let name: String
    let value: String
    let verdict: DashboardPanel.Verdict
  }

  /// When the run ends, in milliseconds.
  private(set) var now: Millis = 0
  private var cluster: RaftCluster
  private var leaders = LeaderMonitor()
  private var lag: LagMonitor
  private var ledger = LedgerMonitor(total: 100)
  private var clock = ClockMonitor()
  private var lastAnswer: Millis = 0
  private let cut: Millis
  private let old = NodeID(1)
  private let new = NodeID(2)
  private let slow = NodeID(5)
  /// What the application relies on.
  private static let offsetBound = 50.0

  init(cut: Millis, missed: Int, drift: Double, offset: Double, seed: UInt64) {
    self.cut = cut
    cluster = RaftCluster(size: 5, appendsNoOp: true, seed: seed)
    lag = LagMonitor(followers: [cut > 0 ? 1 : 2, 3, 4, 5].map(NodeID.init))
    elect(old, among: cluster.ids)
    for _ in 0..<3 { request(at: old, among: cluster.ids) }
    lastAnswer = now
    if cut > 0 {
      let rest = cluster.ids.filter { $0 != old }
      elect(new, among: rest)
      for _ in 0..<max(0, (cut - 200) / 20 - missed) { request(at: new, among: rest) }
      for _ in 0..<missed { request(at: new, among: rest.filter { $0 != slow }) }
      now = max(now, lastAnswer + cut)
    } else {
      for _ in 0..<missed { request(at: old, among: cluster.ids.filter { $0 != slow }) }
    }
    observe()
    var random = RandomSource(seed: seed)
    for second in 0...60 {
      // Each reading is up to a tenth of a millisecond off, by the network.
      let noise = Double(random.index(below: 201) - 100) / 1_000
      let time = Double(second) * 1_000
      clock.read(clock: time + offset + time * drift / 1e6 + noise, reference: time)
    }
  }

  /// The panel's lines.
  var rows: [Row] {
    [leaderRow, commitRow, lagRow, reachRow, clockRow, ledgerRow]
  }

  // MARK: What happens

  private mutating func elect(_ node: NodeID, among group: [NodeID]) {
    now += 200
    cluster.perform(.timeout(node))
    cluster.settle(among: group)
    cluster.perform(.heartbeat(node))
    cluster.settle(among: group)
    leaders.claimed(cluster[node]?.term ?? 0, by: node)
  }

  /// A client moves a cent from one account to another; the leader's next heartbeat tells the others
  /// that it is committed.
  private mutating func request(at leader: NodeID, among group: [NodeID]) {
    now += 20
    cluster.perform(.propose(leader, "a pays b"))
    cluster.settle(among: group)
    cluster.perform(.heartbeat(leader))
    cluster.settle(among: group)
    cluster.loseAll()
    observeLag()
  }

  // MARK: What is seen

  private var leader: NodeID { cut > 0 ? new : old }

  private mutating func observeLag() {
    let log = cluster[leader]?.log.count ?? 0
    lag.appended(upTo: log)
    for view in cluster.views where view.node != leader {
      let common = zip(view.log, cluster[leader]?.log ?? []).prefix { $0 == $1 }.count
      lag.stored(upTo: common, at: view.node, now: now)
    }
  }

  private mutating func observe() {
    observeLag()
    for view in cluster.views {
      let applied = view.log.prefix(view.commitIndex)
      let paid = applied.filter { $0.command == "a pays b" }.count
      ledger.reported(
        ["a": 100 - paid, "b": paid], at: view.node.description, index: view.commitIndex)
    }
  }

  // MARK: Rows

  private var leaderRow: Row {
    let all = leaders.leaders.enumerated().map { index, leader in
      "\(leader.node) leads term \(leader.term)" + (index == 0 ? "" : " and has not heard")
    }
    let broken = leaders.violations.map { "two leaders of term \($0.term)" }
    return Row(
      name: "leaders", value: (all + broken).joined(separator: "; "),
      verdict: !broken.isEmpty ? .alarm : all.count > 1 ? .watched : .fine)
  }

  private var commitRow: Row {
    Row(
      name: "commit",
      value: "index \(lag.commitIndex), \(lag.uncommitted) entries wait for a majority",
      verdict: lag.uncommitted == 0 ? .fine : .watched)
  }

  private var lagRow: Row {
    let entries = lag.lag(of: slow) ?? 0
    let age = lag.commitAge(of: slow, now: now) ?? 0
    return Row(
      name: "lag of \(slow)",
      value: entries == 0
        ? "0 entries" : "\(entries) entries, the oldest committed \(age) ms ago",
      verdict: entries == 0 ? .fine : .watched)
  }

  private var reachRow: Row {
    let silence = cut > 0 ? now - lastAnswer : 0
    return Row(
      name: "reach of \(old)",
      value: silence == 0 ? "answers" : "last answer \(silence) ms ago",
      verdict: silence > 1_000 ? .alarm : silence > 0 ? .watched : .fine)
  }

  private var clockRow: Row {
    let offset = clock.offset ?? 0
    let drift = clock.drift ?? 0
    let left = drift == 0 ? 0 : ((drift > 0 ? 1 : -1) * Self.offsetBound - offset) / drift * 1_000
    let isOver = abs(offset) > Self.offsetBound
    let reach =
      isOver
      ? "beyond the bound of \(Int(Self.offsetBound)) ms"
      : abs(drift) < 1
        ? "within the bound of \(Int(Self.offsetBound)) ms"
        : "bound of \(Int(Self.offsetBound)) ms reached in \(Int(left.rounded())) s"
    return Row(
      name: "clock of n3",
      value: "offset \(Self.tenths(offset)) ms, drift \(Self.tenths(drift)) ppm; \(reach)",
      verdict: isOver ? .alarm : abs(drift) < 1 ? .fine : .watched)
  }

  private var ledgerRow: Row {
    let imbalances = cluster.ids.compactMap { ledger.imbalance(at: $0.description) }
    let isBalanced = imbalances.allSatisfy { $0 == 0 }
    return Row(
      name: "ledger",
      value: "sums right at \(imbalances.filter { $0 == 0 }.count) of \(imbalances.count); "
        + "\(ledger.forks.count) pairs differ at one index",
      verdict: isBalanced && ledger.forks.isEmpty ? .fine : .alarm)
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((abs(value) * 10).rounded())
    return (value < 0 && tenths > 0 ? "-" : "") + "\(tenths / 10).\(tenths % 10)"
  }
}
