extension Calculator {
  /// Further calculators that chapters on quorums, traitors, finality and bounded clocks quote.
  static let agreementCalculators: [Calculator] = []
}
