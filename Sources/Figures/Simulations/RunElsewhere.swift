/// A reference that is a function and not a system: nothing happens to it, so there is nothing to simulate. What
/// runs it is another command.
public struct RunElsewhere: Hashable, Sendable {
  /// The reference.
  public let name: String
  /// What to write after `truthbook`.
  public let command: String

  /// All of them, by name.
  public static let all: [RunElsewhere] = [
    "age-of-a-copy": "test age-of-a-copy",
    "before-or-beside": "calc clocks",
    "both-sides-count": "test both-sides-count",
    "change-the-chain": "test change-the-chain",
    "commit-distance": "calc latency",
    "consistency-models": "figure spectrum",
    "decision": "calc choose",
    "finality-odds": "calc finality",
    "fits-the-log": "test fits-the-log",
    "how-deep": "test how-deep",
    "how-far-is-a-majority": "calc latency",
    "invariant-monitors": "figure dashboard",
    "linearizability-checker": "check-history --help",
    "lose-a-site": "test lose-a-site",
    "majority-math": "calc majority",
    "merge-laws": "figure cart",
    "merged-count": "test merged-count",
    "multi-region": "calc latency",
    "newer-write": "test newer-write",
    "not-yet": "test not-yet",
    "nothing-earlier-comes": "test nothing-earlier-comes",
    "old-or-new": "calc schedules",
    "on-a-majority": "test on-a-majority",
    "quorum-dial": "calc quorum",
    "raft-membership": "simulate raft-cluster",
    "raft-replication": "simulate raft-node",
    "replicated-registers": "figure spectrum",
    "slow-or-dead": "simulate failure-detector",
    "smallest-read": "calc quorum",
    "surely-before": "figure commit-wait",
    "two-leaders": "figure split-brain",
    "two-phase-commit": "simulate coordinator",
    "value-of-the-majority": "test value-of-the-majority",
    "which-half-goes-on": "calc majority",
    "whom-to-repair": "test whom-to-repair",
  ].map { RunElsewhere(name: $0.key, command: $0.value) }.sorted { $0.name < $1.name }

  /// Where a reference is run; nil for one that can be simulated, and for what is none.
  public static func named(_ name: String) -> RunElsewhere? { all.first { $0.name == name } }
}
