import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// How long does a majority commit take between these places?
  static let commitLatencyTrace = TracingQuestion("commit-latency-trace") { random in
    let count = random.chance(1, in: 2) ? 3 : 5
    let others = Array(["Ayr", "Bonn", "Cork", "Dol"].prefix(count - 1))
    let voters = ["Home"] + others
    var times: [Millis] = []
    while times.count < others.count {
      let time = 10 * (2 + random.index(below: 18))
      if !times.contains(time) { times.append(time) }
    }
    var table: [Set<String>: Millis] = [:]
    for (place, time) in zip(others, times) { table[["Home", place]] = time }
    let geography = Geography(rtt: table)
    let commit = geography.commitLatency(leader: "Home", voters: voters) ?? 0
    let all = geography.replicationToAll(leader: "Home", voters: voters) ?? 0
    let sorted = times.sorted()
    let tempting = [
      Choice.wrong(
        "\(all) ms", "everybody must answer",
        why: "That is when every voter has the entry. A majority suffices."),
      .wrong(
        "\(sorted[voters.count / 2]) ms", "the leader has no vote of its own",
        why: "The leader stores the entry too and counts from the start."),
      .wrong(
        "\(sorted.reduce(0, +) / sorted.count) ms", "the average counts",
        why: "No commit waits for an average, only for the voter that completes the majority."),
      .wrong(
        "\(sorted[0]) ms", "the nearest answer suffices",
        why: "With five voters two answers must arrive."),
      .wrong(
        "\(commit / 2) ms", "one way suffices",
        why: "The entry must get there and the answer back."),
    ]
    // Who answers by then, the nearest first.
    let nearest = zip(others, times).sorted { $0.1 < $1.1 }
    let ways = zip(others, times).map { "\($0) \($1) ms" }.joined(separator: ", ")
    let needed = Cluster.majority(of: voters.count)
    let quorum = ["Home"] + nearest.prefix(needed - 1).map(\.0)
    return Instance(
      ask:
        "A Raft leader in Home has voters in Home and in \(others.joined(separator: ", ")). Round "
        + "trips from Home: \(ways). How long after the leader's own write is an entry committed?",
      right: .right("\(commit) ms"), traps: tempting,
      why:
        "\(needed) of \(voters.count) must store it, and the first are "
        + "\(quorum.joined(separator: ", ")). The answer that completes them comes after \(commit) ms."
    )
  }
}
