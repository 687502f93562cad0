import Clusters
import ExerciseKit
import Solutions

/// The replicated store with its clients among faults, from the first event to the verdict on the history;
/// and every run of the servers below it within bounds.
struct StoreBenchmark {
  /// A state machine that a search can tell apart.
  private struct Commands: ReplicatedMachine, Hashable {
    var all: [String] = []

    mutating func apply(_ command: String) -> Int {
      all.append(command)
      return all.count
    }

    func answer(_ query: Int) -> Int { all.count }
  }

  private typealias Bounds = ClusterSearch<Commands>.Bounds

  /// Measures, and prints what it found.
  /// - Returns: whether nothing broke, every count is what it was, and it was in time.
  func run() -> Bool {
    print("A replicated store among faults")
    let isRight = serve()
    print("Every run of a few Raft servers")
    return search() && isRight
  }

  private func serve() -> Bool {
    var setting = StoreSetting()
    setting.operations = 10_000
    setting.faults.incidents = 1_000
    setting.clients = 20
    setting.keys = 10
    var report = StoreReport()
    var broken: String?
    setting.seed = 0
    let time = Measurement(5) {
      setting.seed += 1
      report = StoreCluster.run(setting)
      broken = broken ?? report.judged()
    }
    let limit = 10_000.0
    print(
      "  \(setting.operations) operations of \(setting.clients) clients through "
        + "\(report.incidents) incidents: \(broken ?? "linearizable"), \(time.text) "
        + "(at most \(limit.text))")
    print(
      "  in the last of them \(report.events) events, \(report.requests) requests, "
        + "\(report.stops) stops, \(report.terms) terms, \(report.memberChanges) changes of the "
        + "members")
    return broken == nil && time.median <= limit
  }

  private func search() -> Bool {
    let n1 = NodeID(1)
    let rows: [(String, states: Int, (inout Bounds) -> Void)] = [
      (
        "3 members of 4 servers, n4 added and n2 removed in term 1", 17_624,
        { bounds in
          (bounds.spares, bounds.startsLed) = (1, true)
          bounds.changes = [.add(NodeID(4)), .remove(NodeID(2))]
        }
      ),
      (
        "2 members, 2 terms, a command, a stop, a snapshot at each entry, 16 events", 52_908,
        { bounds in
          (bounds.members, bounds.startsLed, bounds.terms) = (2, true, 2)
          (bounds.commands, bounds.stops, bounds.entriesPerSnapshot) = (["x"], 1, 1)
          bounds.depth = 16
        }
      ),
      (
        "3 members, 2 terms, the leader removed, 12 events", 434_881,
        { bounds in
          (bounds.startsLed, bounds.terms, bounds.depth) = (true, 2, 12)
          bounds.changes = [.remove(n1)]
        }
      ),
      (
        "3 members of 4 servers, 2 terms, n4 added, 11 events", 469_503,
        { bounds in
          (bounds.spares, bounds.startsLed, bounds.terms, bounds.depth) = (1, true, 2, 11)
          bounds.changes = [.add(NodeID(4))]
        }
      ),
    ]
    var isRight = true
    for (name, states, change) in rows {
      var bounds = Bounds()
      change(&bounds)
      let begin = ContinuousClock.now
      var search = ClusterSearch(bounds, machine: Commands())
      let outcome = search.run()
      let time = (ContinuousClock.now - begin).milliseconds
      isRight = isRight && outcome.violation == nil && outcome.states == states
      print(
        "  \(name): \(outcome.violation?.sentence ?? "nothing breaks"), \(outcome.states) states, "
          + "\(outcome.transitions) events between them, \(time.text) ms")
    }
    return isRight
  }
}
