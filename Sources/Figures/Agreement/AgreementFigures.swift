extension Figure {
  /// Figures of quorums, traitors, finality and bounded clocks.
  static let agreementFigures: [Figure] = [
    quorumOverlap, forkRace, commitWait, generals, forkOf2013,
  ]
}
