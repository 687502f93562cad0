/// A stamp was refused because its wall time lies too far ahead of the local clock.
public struct ClockSkew: Error, Equatable {
  /// By how much it is ahead, in the unit of the clock.
  public let ahead: Int64

  /// Describes a refusal.
  public init(ahead: Int64) {
    self.ahead = ahead
  }
}
