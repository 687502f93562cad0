extension Erratum {
  /// All 94 errata, by number; the first 26 are unsafe to believe, the next 39 wrong, the rest
  /// misleading.
  public static let all: [Erratum] =
    (sharedDataErrata + consensusErrata + agreementErrata + practiceErrata).sorted { $0.id < $1.id }
}
