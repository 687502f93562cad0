import ExerciseKit

/// How many replicas a read has to ask.
enum ReadDial: ReadQuorum {
  /// The fewest of `n` replicas that a read must ask so that it meets every write.
  /// - Parameters:
  ///   - n: the number of replicas.
  ///   - w: how many of them a write waits for.
  ///   - down: how many replicas are away and cannot be asked.
  static func smallestRead(n: Int, w: Int, down: Int) -> Int? {
    // TODO: How many replicas may lack the write?
    w
  }
}
