public import ExerciseKit
public import Histories
import Solutions

/// What a run of a `StoreCluster` came to.
public struct StoreReport: Sendable {
  /// What the clients did and saw; reads at old revisions are judged at once and not in it.
  public internal(set) var history: [StoreCluster.Registers.Operation] = []
  /// How many of these were answered.
  public internal(set) var answered = 0
  /// How many of the clients' writes came to an end with a session that was gone.
  public internal(set) var expired = 0
  /// How many reads there were at old revisions.
  public internal(set) var snapshotReads = 0
  /// How many of these were answered.
  public internal(set) var snapshotAnswers = 0
  /// How often a client asked, the first time or again.
  public internal(set) var requests = 0
  /// How many incidents there were.
  public internal(set) var incidents = 0
  /// How often a server stopped.
  public internal(set) var stops = 0
  /// How many changes watchers were given.
  public internal(set) var watched = 0
  /// How often what a watcher lacked was forgotten.
  public internal(set) var gaps = 0
  /// How many changes of the members were committed.
  public internal(set) var memberChanges = 0
  /// How many terms had a leader.
  public internal(set) var terms = 0
  /// How many things happened.
  public internal(set) var events = 0
  /// The first thing that broke, as a sentence without a full stop; nil for none.
  public internal(set) var violation: String?

  /// Nothing has happened.
  public init() {}

  /// How many operations were begun.
  var begun: Int { history.count + snapshotReads }

  /// What the clients' history is judged to be; a violation that was seen in the run comes first.
  public func judged(budget: Int = defaultBudget) -> String? {
    if let violation { return violation }
    switch StoreCluster.Registers().linearizability(of: history, budget: budget) {
    case .holds: return nil
    case .unknown(let steps):
      return "whether the history is linearizable is not known after \(steps) steps"
    case .broken(let part):
      return "Linearizability: no order explains\n"
        + part.map { "  \(history[$0])" }.joined(separator: "\n")
    }
  }
}

extension StoreCluster {
  /// What broke; nil for nothing.
  public var violation: String? { ledger.violation }

  /// Runs until every operation has come to its end, then without faults until all members agree.
  /// - Parameter limit: how much virtual time clients may need for each operation, in milliseconds.
  /// - Returns: what it came to. A client that is never answered is a violation.
  public static func run(_ setting: StoreSetting, limit: Millis = 1_000) -> StoreReport {
    var cluster = StoreCluster(setting)
    let end = 10_000 + setting.operations * limit
    while cluster.violation == nil, !cluster.isDone, cluster.now < end, cluster.step() {}
    cluster.ledger.require(cluster.isDone, "after \(cluster.now) ms a client still waits")
    cluster.calmDown()
    let rest = cluster.now + 5_000
    while cluster.violation == nil, cluster.now < rest, cluster.step() {}
    cluster.checkRest()
    return cluster.finalReport
  }

  private var isDone: Bool {
    report.begun >= setting.operations && report.incidents >= setting.faults.incidents
      && clients.allSatisfy { $0.errand == nil }
  }

  private var finalReport: StoreReport {
    var report = self.report
    report.events = eventCount
    report.terms = ledger.invariants.ledTerms
    report.violation = ledger.violation
    var index = 1
    while let entry = ledger.invariants.entry(at: index) {
      if case .members = entry.content { report.memberChanges += 1 }
      index += 1
    }
    return report
  }

  /// What must be so when nothing has gone wrong for five seconds: somebody leads, all members have applied
  /// the same, and watchers have been given everything.
  private mutating func checkRest() {
    guard let leader, let members = hosts[leader]?.store?.server.members else {
      return ledger.require(false, "after five seconds without faults nobody leads")
    }
    let newest = UInt64(ledger.changes.count)
    for id in members {
      let machine = hosts[id]?.store?.server.machine
      ledger.require(
        machine?.revision == newest,
        "after five seconds without faults \(id) is at revision \(machine?.revision ?? 0) "
          + "of \(newest)")
      for key in 0..<setting.keys {
        let query = StoreQuery("k\(key)")
        let expected = StoreAnswer.value(
          ledger.value(of: query.key, at: newest), revision: newest)
        ledger.require(machine?.answer(query) == expected, "\(id) has another \(query.key)")
      }
    }
    for watcher in watchers {
      ledger.require(
        watcher.revision == newest,
        "a watcher was given revisions up to \(watcher.revision) of \(newest)")
    }
  }
}
