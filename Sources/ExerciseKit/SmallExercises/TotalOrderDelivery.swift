/// What the small exercise `nothing-earlier-comes` asks for: whether a message may be delivered in total order.
///
/// Source: Lamport 1978, on total ordering: a request waits until everybody has been heard from later.
public protocol TotalOrderDelivery: SmallFunction {
  /// True when no message with a smaller stamp can still arrive.
  /// - Parameters:
  ///   - stamp: the message's stamp.
  ///   - heard: the largest stamp heard from each of the other nodes, 0 from one never heard.
  static func mayDeliver(stamp: Int, heard: [Int]) -> Bool
}

extension TotalOrderDelivery {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(mayDeliver(stamp: numbers[0], heard: Array(numbers.dropFirst())))
  }
}
