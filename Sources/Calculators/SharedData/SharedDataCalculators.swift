extension Calculator {
  /// Further calculators that chapters on clocks, replicated data types and versioned stores quote.
  static let sharedDataCalculators: [Calculator] = []
}
