extension Erratum {
  /// Errata of quorums, traitors, finality and bounded clocks.
  static let agreementErrata: [Erratum] =
    QuorumErrata.all + FinalityErrata.all + TraitorErrata.all + TimeErrata.all + ForkErrata.all
}
