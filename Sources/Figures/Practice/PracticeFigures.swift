extension Figure {
  /// Figures of production systems, choices and incidents.
  static let practiceFigures: [Figure] = []
}
