import ExerciseKit

/// A moment of Lamport's logical time: a counter, and the node that counted it.
struct LamportStamp: LogicalStamp {
  let counter: UInt64
  let node: NodeID

  /// Orders all stamps of all nodes, the same way everywhere.
  static func < (left: LamportStamp, right: LamportStamp) -> Bool {
    // TODO: What decides when the counters tie?
    false
  }
}
