/// What the small exercise `smallest-read` asks for: how many replicas a read has to ask.
///
/// Source: Gifford 1979, section 2: any two quorums must have a node in common.
public protocol ReadQuorum: SmallFunction {
  /// The fewest of `n` replicas that a read must ask so that it meets every write.
  /// - Parameters:
  ///   - n: the number of replicas.
  ///   - w: how many of them a write waits for.
  ///   - down: how many replicas are away and cannot be asked.
  static func smallestRead(n: Int, w: Int, down: Int) -> Int?
}

extension ReadQuorum {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    SmallAnswer(smallestRead(n: numbers[0], w: numbers[1], down: numbers[2]))
  }
}
