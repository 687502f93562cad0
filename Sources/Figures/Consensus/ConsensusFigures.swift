extension Figure {
  /// Figures of elections, replicated logs and what is impossible.
  static let consensusFigures: [Figure] = [
    election, partialPartition, logReplication, figureEight, splitBrain, lostAnswer,
    endlessElection,
    staleRead,
  ]
}
