/// What the small exercise `two-leaders` asks for: whether what nodes say of themselves is an alarm.
///
/// Source: Ongaro and Ousterhout 2014, section 5.2: at most one leader in a given term.
public protocol LeaderWatch: SmallFunction {
  /// True when two different nodes say that they lead one term.
  /// - Parameter claims: a node and a term, one pair for each claim that was heard, one after the other.
  static func isAlarm(_ claims: [(node: Int, term: Int)]) -> Bool
}

extension LeaderWatch {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(
      isAlarm(
        stride(from: 0, to: numbers.count - 1, by: 2).map {
          (node: numbers[$0], term: numbers[$0 + 1])
        }))
  }
}
