extension TracingQuestion {
  /// Tracing questions on quorums, traitors, finality and bounded clocks.
  static let agreementTracings: [TracingQuestion] = QuorumTracings.all + TimeTracings.all
}
