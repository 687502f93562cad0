extension TracingQuestion {
  /// Tracing questions on clocks, replicated data types and versioned stores.
  static let sharedDataTracings: [TracingQuestion] = [
    .vectorClock, .clockRelation, .hybridClock, .eventOrder, .counterMerge, .orSet, .siblings,
    .latestWrite, .consistency,
  ]
}
