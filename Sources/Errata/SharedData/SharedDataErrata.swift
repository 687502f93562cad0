extension Erratum {
  /// Errata of clocks, replicated data types and versioned stores.
  static let sharedDataErrata: [Erratum] =
    clockErrata + storeErrata + replicatedTypeErrata + convergenceErrata + spectrumErrata
}
