extension Calculator {
  /// Every calculator of the book, by its number.
  public static let all: [Calculator] =
    bookCalculators + sharedDataCalculators + consensusCalculators + agreementCalculators
    + practiceCalculators

  /// The calculators K01 to K11.
  private static let bookCalculators: [Calculator] = [
    majority, quorum, finality, commitWait, latency, cost, drift, collisions, byzantine, clocks,
    blocks,
  ]

  /// The calculator called so; nil when there is none.
  public static func named(_ name: String) -> Calculator? {
    all.first { $0.name == name || $0.id.lowercased() == name.lowercased() }
  }
}
