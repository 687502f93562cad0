extension Erratum {
  /// All 94 errata, by number. Numbers were given once and say nothing of severity.
  public static let all: [Erratum] =
    (sharedDataErrata + consensusErrata + agreementErrata + practiceErrata).sorted { $0.id < $1.id }
}
