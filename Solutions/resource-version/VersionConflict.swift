/// Why an update did not happen: the object is not at the version the writer expected. An API server
/// answers with status 409.
public struct VersionConflict: Error, Hashable, Sendable {
  /// The version the object has; nil when there is no such object.
  public let current: UInt64?

  /// Says which version the object has.
  public init(current: UInt64?) {
    self.current = current
  }
}
