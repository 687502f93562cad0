extension Calculator {
  /// Further calculators that chapters on elections, replicated logs and what is impossible quote.
  static let consensusCalculators: [Calculator] = []
}
