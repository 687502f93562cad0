/// The first half of what the exercise `g-counter` asks for: a counter that only grows, replicated by
/// exchanging whole states (Shapiro et al. 2011, specification 6).
///
/// Two states are equal exactly when they know the same increments, whichever replicas hold them. All
/// increments of all replicas together stay below 2^64.
public protocol GrowOnlyCounter: Mergeable, Equatable {
  /// Counts nothing yet. No two replicas have one name.
  init(replica: NodeID)

  /// The sum of all increments known here.
  var value: UInt64 { get }

  /// Counts `amount` more.
  mutating func increment(by amount: UInt64)
}

/// The second half: a counter that goes up and down (Shapiro et al. 2011, specification 7).
///
/// Two states are equal exactly when they know the same changes. All additions together, and all
/// subtractions together, stay below 2^63.
public protocol UpDownCounter: Mergeable, Equatable {
  /// Counts nothing yet. No two replicas have one name.
  init(replica: NodeID)

  /// The sum of all changes known here.
  var value: Int64 { get }

  /// Adds `delta`, or takes it away when it is negative.
  mutating func add(_ delta: Int64)
}
