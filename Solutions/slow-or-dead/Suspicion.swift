public import ExerciseKit

/// Whether a silent node is suspected.
///
/// Guarantee: while heartbeats travel no longer than `delay` and no more than `missed` are lost in a row, no
/// living node is suspected. Outside of that a suspicion may be wrong; whoever acts on it needs a protocol that
/// stays safe then. Source: Chandra and Toueg 1996, section 3.
public enum Suspicion: TimeoutDetector {
  /// True when a node is suspected to have stopped.
  /// - Parameters:
  ///   - lastHeard: when its last heartbeat arrived, in milliseconds.
  ///   - now: the time now.
  ///   - interval: how often it sends one.
  ///   - missed: how many may be missing.
  ///   - delay: the longest that a heartbeat is believed to travel.
  public static func suspects(
    lastHeard: Int, now: Int, interval: Int, missed: Int, delay: Int
  ) -> Bool {
    now - lastHeard > (missed + 1) * interval + delay
  }
}
