extension Figure {
  /// Figures of production systems, choices and incidents.
  static let practiceFigures: [Figure] = [.reconcile, .regions, .map, .dashboard, .decision]
}
