/// What was observed when an erratum's proof ran.
public struct Evidence: Hashable, Sendable {
  /// One thing that was run or computed.
  public struct Observation: Hashable, Sendable {
    /// What was done, as a phrase: `as printed, four nodes split two and two`.
    public let what: String
    /// What came out: `A and B both lead term 1`.
    public let result: String
    /// True when what came out is what the erratum claims.
    public let holds: Bool

    /// Records an observation.
    public init(_ what: String, _ result: String, holds: Bool) {
      self.what = what
      self.result = result
      self.holds = holds
    }
  }

  /// The observations, in the order they were made.
  public let observations: [Observation]

  /// Records what was observed.
  public init(_ observations: Observation...) {
    self.observations = observations
  }

  /// Records what was observed.
  public init(_ observations: [Observation]) {
    self.observations = observations
  }

  /// True when something was observed and all of it is as claimed.
  public var holds: Bool {
    !observations.isEmpty && observations.allSatisfy(\.holds)
  }
}
