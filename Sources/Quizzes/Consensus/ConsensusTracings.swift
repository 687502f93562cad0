extension TracingQuestion {
  /// Tracing questions on elections, replicated logs and what is impossible.
  static let consensusTracings: [TracingQuestion] = []
}
