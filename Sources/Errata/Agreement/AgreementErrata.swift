extension Erratum {
  /// Errata of quorums, traitors, finality and bounded clocks.
  static let agreementErrata: [Erratum] = []
}
