extension TracingQuestion {
  /// Tracing questions on production systems, choices and incidents.
  static let practiceTracings: [TracingQuestion] = [
    updateTrace, commitLatencyTrace, routeTrace, hashTrace, regionLossTrace,
  ]
}
