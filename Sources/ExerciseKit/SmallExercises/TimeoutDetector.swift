/// What the small exercise `slow-or-dead` asks for: whether a silent node is suspected.
///
/// Source: Chandra and Toueg 1996, section 3: suspicions may be wrong and are taken back.
public protocol TimeoutDetector: SmallFunction {
  /// True when a node is suspected to have stopped.
  /// - Parameters:
  ///   - lastHeard: when its last heartbeat arrived, in milliseconds.
  ///   - now: the time now.
  ///   - interval: how often it sends one.
  ///   - missed: how many may be missing.
  ///   - delay: the longest that a heartbeat is believed to travel.
  static func suspects(
    lastHeard: Int, now: Int, interval: Int, missed: Int, delay: Int
  ) -> Bool
}

extension TimeoutDetector {
  /// Calls the function for the grader.
  public static func answer(_ numbers: [Int]) -> SmallAnswer {
    .truth(
      suspects(
        lastHeard: numbers[0], now: numbers[1], interval: numbers[2], missed: numbers[3],
        delay: numbers[4]))
  }
}
