public import ExerciseKit

/// Which of two writes to one register is the newer: a counter, and between equal counters the writer.
///
/// Guarantee: tags of different writers never tie, so every node orders two writes alike. Source:
/// Attiya, Bar-Noy and Dolev 1995; with several writers Lynch and Shvartsman 1997.
public struct WriteTag: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Grows with every write the writer has seen.
  public var counter: UInt64
  /// Who wrote.
  public var writer: NodeID

  /// Names a write.
  public init(counter: UInt64, writer: NodeID) {
    self.counter = counter
    self.writer = writer
  }

  /// The tag as `counter.writer`.
  public var description: String { "\(counter).\(writer)" }

  /// Orders tags by counter, then by writer.
  public static func < (left: WriteTag, right: WriteTag) -> Bool {
    (left.counter, left.writer) < (right.counter, right.writer)
  }
}
