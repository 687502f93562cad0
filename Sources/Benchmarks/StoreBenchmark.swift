import Clusters

/// The replicated store with its clients among faults, from the first event to the verdict on the history.
struct StoreBenchmark {
  /// Measures, and prints what it found.
  /// - Returns: whether nothing broke and it was in time.
  func run() -> Bool {
    print("A replicated store among faults")
    var setting = StoreSetting()
    setting.operations = 10_000
    setting.faults.incidents = 1_000
    setting.clients = 20
    setting.keys = 10
    var report = StoreReport()
    var broken: String?
    var seed: UInt64 = 0
    let time = Measurement(5) {
      seed += 1
      setting.seed = seed
      report = StoreCluster.run(setting)
      broken = broken ?? report.judged()
    }
    let limit = 10_000.0
    print(
      "  \(report.history.count) operations and \(report.snapshotReads) reads of old revisions "
        + "through \(report.incidents) incidents, \(report.stops) stops, \(report.terms) terms, "
        + "\(report.memberChanges) changes of the members, \(report.events) events: "
        + "\(broken ?? "linearizable"), \(time.text) (at most \(limit.text))")
    return broken == nil && time.median <= limit
  }
}
