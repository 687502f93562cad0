public import Checking

/// How each suite is made, by the name of its exercise's folder. Made when it is asked for: reading the
/// examples of all of them takes longer than most gradings have to spare.
private let makers: KeyValuePairs<String, @Sendable () -> any Suite> = [
  "happens-before": { happensBeforeSuite },
  "or-set": { orSetSuite },
  "raft-election": { RaftElectionSuite() },
  "majority-math": { majorityMathSuite },
  "lamport-clock": { lamportClockSuite },
  "g-counter": { gCounterSuite },
  "abd-register": { abdRegisterSuite },
  "raft-replication": { raftReplicationSuite },
  "fencing-token": { fencingTokenSuite },
  "exactly-once-client": { exactlyOnceClientSuite },
  "hybrid-clock": { hybridClockSuite },
  "commit-wait": { commitWaitSuite },
  "resource-version": { resourceVersionSuite },
  "fork-choice": { forkChoiceSuite },
  "mvcc-map": { mvccMapSuite },
  "hash-chain": { hashChainSuite },
  "quorum-store": { quorumStoreSuite },
  "causal-broadcast": { causalBroadcastSuite },
  "lww-register": { lwwRegisterSuite },
  "compact-or-set": { compactORSetSuite },
  "pn-cart": { pnCartSuite },
  "gossip-round": { gossipRoundSuite },
  "quorum-dial": { quorumDialSuite },
  "finality-odds": { finalityOddsSuite },
  "value-of-the-majority": { SmallTable.valueOfTheMajority.suite },
  "age-of-a-copy": { SmallTable.ageOfACopy.suite },
  "old-or-new": { SmallTable.oldOrNew.suite },
  "before-or-beside": { SmallTable.beforeOrBeside.suite },
  "surely-before": { SmallTable.surelyBefore.suite },
  "whom-to-repair": { SmallTable.whomToRepair.suite },
  "on-a-majority": { SmallTable.onAMajority.suite },
  "newer-write": { SmallTable.newerWrite.suite },
  "merged-count": { SmallTable.mergedCount.suite },
  "how-deep": { SmallTable.howDeep.suite },
  "smallest-read": { SmallTable.smallestRead.suite },
  "fits-the-log": { SmallTable.fitsTheLog.suite },
  "nothing-earlier-comes": { SmallTable.nothingEarlierComes.suite },
  "not-yet": { SmallTable.notYet.suite },
  "change-the-chain": { SmallTable.changeTheChain.suite },
  "lose-a-site": { SmallTable.loseASite.suite },
  "which-half-goes-on": { SmallTable.whichHalfGoesOn.suite },
  "how-far-is-a-majority": { SmallTable.howFarIsAMajority.suite },
  "slow-or-dead": { SmallTable.slowOrDead.suite },
  "two-leaders": { SmallTable.twoLeaders.suite },
  "both-sides-count": { SmallTable.bothSidesCount.suite },
  "two-phase-commit": { twoPhaseCommitSuite },
  "read-index": { readIndexSuite },
  "sibling-store": { siblingStoreSuite },
  "paxos": { paxosSuite },
  "failure-detector": { failureDetectorSuite },
  "linearizability-checker": { linearizabilityCheckerSuite },
  "multi-region": { multiRegionSuite },
  "oral-messages": { oralMessagesSuite },
  "pre-vote": { preVoteSuite },
  "pbft": { pbftSuite },
  "raft-membership": { raftMembershipSuite },
  "replicated-store": { replicatedStoreSuite },
]

/// Every suite.
public let suites: [any Suite] = makers.map { $0.value() }

/// The suite of an exercise; nil when there is none.
public func suite(for exercise: String) -> (any Suite)? { suiteMaker(for: exercise)?() }

/// How the suite of an exercise is made, for whoever has something else to begin first; nil when there is none.
public func suiteMaker(for exercise: String) -> (@Sendable () -> any Suite)? {
  makers.first { $0.key == exercise }?.value
}
