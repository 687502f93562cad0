/// What the small exercise `on-a-majority` asks for: how far a majority of the logs reaches.
///
/// Source: Ongaro and Ousterhout 2014, section 5.3: an entry is committed once it is on a majority.
public protocol MajorityReach: SmallFunction {
  /// The largest index that a majority of the logs has reached.
  /// - Parameter ends: how far each log reaches, the leader's own included.
  static func reached(_ ends: [Int]) -> Int
}

extension MajorityReach {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(reached(numbers))
  }
}
