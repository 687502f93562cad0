extension TracingQuestion {
  /// Every kind of tracing question.
  public static let all: [TracingQuestion] =
    sharedDataTracings + consensusTracings + agreementTracings + practiceTracings
    + callTracings

  /// The kind called so; nil when there is none.
  public static func named(_ name: String) -> TracingQuestion? {
    all.first { $0.name == name }
  }
}
