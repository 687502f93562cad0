// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that an editor understands the files you edit and a broken exercise
// breaks nothing else. It needs no other package and no network: `Kit/ExerciseKit` leads to the
// book's own kit. `truthbook` never builds this package; your editor does.

/// An exercise: the folder `name`, in which you edit the Swift file, and `others` that are no code.
func exercise(_ name: String, others: [String] = []) -> Target {
  .target(
    name: name, dependencies: ["ExerciseKit"], path: name,
    exclude: ["README.md", "hints.md", "Starter"] + others)
}

let package = Package(
  name: "Exercises",
  targets: [
    .target(name: "ExerciseKit", path: "Kit/ExerciseKit"),
    exercise("abd-register"),
    exercise("commit-wait"),
    exercise("compact-or-set"),
    exercise("exactly-once-client"),
    exercise("fencing-token"),
    exercise("finality-odds"),
    exercise("fork-choice"),
    exercise("g-counter"),
    exercise("gossip-round"),
    exercise("happens-before"),
    exercise("hybrid-clock"),
    exercise("lamport-clock"),
    exercise("lww-register"),
    exercise("majority-math"),
    exercise("mvcc-map"),
    exercise("hash-chain"),
    exercise("quorum-store"),
    exercise("causal-broadcast"),
    exercise("or-set"),
    exercise("pn-cart"),
    exercise("quorum-dial"),
    exercise("raft-election", others: ["Scenarios"]),
    exercise("raft-replication"),
    exercise("resource-version"),
    exercise("value-of-the-majority"),
    exercise("age-of-a-copy"),
    exercise("old-or-new"),
    exercise("before-or-beside"),
    exercise("surely-before"),
    exercise("whom-to-repair"),
    exercise("on-a-majority"),
    exercise("newer-write"),
    exercise("merged-count"),
    exercise("how-deep"),
    exercise("smallest-read"),
    exercise("fits-the-log"),
    exercise("nothing-earlier-comes"),
    exercise("not-yet"),
    exercise("change-the-chain"),
    exercise("lose-a-site"),
    exercise("which-half-goes-on"),
    exercise("how-far-is-a-majority"),
    exercise("slow-or-dead"),
    exercise("two-leaders"),
    exercise("both-sides-count"),
    exercise("two-phase-commit"),
    exercise("read-index"),
    exercise("sibling-store"),
    exercise("paxos"),
    exercise("failure-detector"),
    exercise("linearizability-checker"),
    exercise("multi-region"),
    exercise("oral-messages"),
    exercise("pre-vote"),
    exercise("pbft"),
    exercise("raft-membership"),
    exercise("replicated-store"),
  ])
