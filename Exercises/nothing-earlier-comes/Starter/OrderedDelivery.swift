import ExerciseKit

/// Whether a message may be delivered in total order.
enum OrderedDelivery: TotalOrderDelivery {
  /// True when no message with a smaller stamp can still arrive.
  /// - Parameters:
  ///   - stamp: the message's stamp.
  ///   - heard: the largest stamp heard from each of the other nodes, 0 from one never heard.
  static func mayDeliver(stamp: Int, heard: [Int]) -> Bool {
    // TODO: What is the smallest stamp that each of them can still send?
    true
  }
}
