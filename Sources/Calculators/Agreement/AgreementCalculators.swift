extension Calculator {
  /// Calculators of quorums, traitors, finality and bounded clocks beyond K01 to K11.
  static let agreementCalculators: [Calculator] = [schedules, traitors]
}
