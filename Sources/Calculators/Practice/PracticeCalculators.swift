extension Calculator {
  /// Further calculators that chapters on production systems, choices and incidents quote.
  static let practiceCalculators: [Calculator] = [choose, fork, outage, fibre, twoPhase]
}
