/// Why arguments could not be taken: one sentence that says what was wrong and what to write.
public struct ArgumentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence, without a full stop.
  public let description: String

  /// Says what was wrong and what to do.
  public init(_ description: String) {
    self.description = description
  }
}
