extension TracingQuestion {
  /// Tracing questions on elections, replicated logs and what is impossible.
  static let consensusTracings: [TracingQuestion] = [
    raftCommitIndex, raftWhoMayWin, raftAppend, raftElectionSteps, sessionTrace, flexibleQuorums,
    partitionSides,
  ]
}
