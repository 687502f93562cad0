extension Erratum {
  /// Errata of elections, replicated logs and what is impossible.
  static let consensusErrata: [Erratum] =
    electionErrata + votingErrata + replicationErrata + readingErrata + impossibilityErrata
}
