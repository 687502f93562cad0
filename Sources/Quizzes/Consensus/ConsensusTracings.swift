extension TracingQuestion {
  /// Tracing questions on elections, replicated logs and what is impossible.
  static let consensusTracings: [TracingQuestion] = [
    raftCommitIndex, raftWhoMayWin, raftAppend, raftElectionSteps, sessionTrace, flexibleQuorums,
    partitionSides,
  ]

  /// The right option and the wrong ones that differ from it and from each other.
  static func choices(right: String, why: String = "", wrong: [Choice]) -> [Choice] {
    var shown: [Choice] = [.right(right, why: why)]
    for choice in wrong where !shown.contains(where: { $0.text == choice.text }) {
      shown.append(choice)
    }
    return shown
  }
}
