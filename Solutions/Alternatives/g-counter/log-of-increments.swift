// Keeps every increment of every replica, each under a number of its own.
import ExerciseKit

struct GCounter: GrowOnlyCounter {
  private let me: NodeID
  private var logs: [NodeID: [UInt64]] = [:]

  init(replica: NodeID) { me = replica }

  var value: UInt64 { logs.values.joined().reduce(0, +) }

  mutating func increment(by amount: UInt64) {
    if amount > 0 { logs[me, default: []].append(amount) }
  }

  mutating func merge(_ other: GCounter) {
    for (node, log) in other.logs where log.count > logs[node, default: []].count {
      logs[node] = log
    }
  }

  private var totals: [NodeID: UInt64] { logs.mapValues { $0.reduce(0, +) } }
  static func == (left: GCounter, right: GCounter) -> Bool { left.totals == right.totals }
}

struct PNCounter: UpDownCounter {
  private let me: NodeID
  private var logs: [NodeID: [Int64]] = [:]

  init(replica: NodeID) { me = replica }

  var value: Int64 { logs.values.joined().reduce(0, +) }

  mutating func add(_ delta: Int64) { if delta != 0 { logs[me, default: []].append(delta) } }

  mutating func merge(_ other: PNCounter) {
    for (node, log) in other.logs where log.count > logs[node, default: []].count {
      logs[node] = log
    }
  }

  private var totals: [NodeID: [Int64]] {
    logs.mapValues { log in
      [log.filter { $0 > 0 }.reduce(0, +), log.filter { $0 < 0 }.reduce(0, +)]
    }
  }
  static func == (left: PNCounter, right: PNCounter) -> Bool { left.totals == right.totals }
}
