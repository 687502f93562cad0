extension SimulatedPattern {
  /// Every pattern that can be simulated, by its name.
  public static let all: [SimulatedPattern] = [
    abdRegister, benOr, calvin, causalBroadcast, commitWait, compactORSet, coordinator, deltaCRDT,
    exactlyOnceClient, failureDetector, fencingToken, forkChoice, gCounter, gossip, gossipRound,
    happensBefore, hashChain, hybridClock, lamportClock, lwwRegister, monotoneQueries, mvccMap,
    operationCRDT, oralMessages, orSet, paxos, pbft, pnCart, preVote, quorumStore, raftCluster,
    raftElection, raftNode, readIndex, reconcileLoop, replicatedStore, resourceVersion,
    siblingStore, timeMaster, totalOrder, truthRouter, writeConcern,
  ].sorted { $0.name < $1.name }

  /// The simulation of a pattern; nil when there is none.
  public static func named(_ name: String) -> SimulatedPattern? { all.first { $0.name == name } }
}
