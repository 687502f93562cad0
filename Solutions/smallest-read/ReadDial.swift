public import ExerciseKit

/// How many replicas a read has to ask.
///
/// Guarantee: every read asks at least one replica that holds the last write that was done. At most `n - w`
/// replicas lack it, so one more is enough. Source: Gifford 1979, section 2.
public enum ReadDial: ReadQuorum {
  /// The fewest of `n` replicas that a read must ask so that it meets every write.
  /// - Parameters:
  ///   - n: the number of replicas.
  ///   - w: how many of them a write waits for.
  ///   - down: how many replicas are away and cannot be asked.
  public static func smallestRead(n: Int, w: Int, down: Int) -> Int? {
    let least = n - w + 1
    return least <= n - down ? least : nil
  }
}
