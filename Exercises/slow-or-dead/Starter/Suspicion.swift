import ExerciseKit

/// Whether a silent node is suspected.
enum Suspicion: TimeoutDetector {
  /// True when a node is suspected to have stopped.
  /// - Parameters:
  ///   - lastHeard: when its last heartbeat arrived, in milliseconds.
  ///   - now: the time now.
  ///   - interval: how often it sends one.
  ///   - missed: how many may be missing.
  ///   - delay: the longest that a heartbeat is believed to travel.
  static func suspects(
    lastHeard: Int, now: Int, interval: Int, missed: Int, delay: Int
  ) -> Bool {
    // TODO: How long can a living node be silent?
    now - lastHeard > interval
  }
}
