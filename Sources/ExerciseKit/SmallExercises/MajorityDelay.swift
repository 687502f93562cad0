/// What the small exercise `how-far-is-a-majority` asks for: how long a leader waits for a majority.
///
/// Source: Ongaro and Ousterhout 2014, section 5.3; Bailis et al. 2014 for delays between regions.
public protocol MajorityDelay: SmallFunction {
  /// The milliseconds after which a majority has answered.
  /// - Parameter roundTrips: from the leader to each *other* voter and back. The leader itself is a voter
  ///   and needs none.
  static func commitDelay(_ roundTrips: [Int]) -> Int
}

extension MajorityDelay {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(commitDelay(numbers))
  }
}
