/// What the small exercise `merged-count` asks for: what two replicas of a counter have counted together.
///
/// Source: Shapiro et al. 2011, specification 6.
public protocol CounterMerging: SmallFunction {
  /// What two replicas have counted together.
  ///
  /// Each knows a count for the nodes n1, n2 and n3: its newest news of what that node has added.
  static func total(_ left: [Int], _ right: [Int]) -> Int
}

extension CounterMerging {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .number(total(Array(numbers.prefix(3)), Array(numbers.dropFirst(3))))
  }
}
