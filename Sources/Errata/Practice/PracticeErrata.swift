extension Erratum {
  /// Errata of production systems, choices and incidents.
  static let practiceErrata: [Erratum] = []
}
