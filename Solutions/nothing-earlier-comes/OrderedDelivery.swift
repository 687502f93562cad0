public import ExerciseKit

/// Whether a message may be delivered in total order.
///
/// Guarantee: whoever delivers a message has delivered everything with a smaller stamp, provided that links
/// lose nothing and keep each sender's order. One silent node holds everybody up: that is the price. Source:
/// Lamport 1978, on total ordering.
public enum OrderedDelivery: TotalOrderDelivery {
  /// True when no message with a smaller stamp can still arrive.
  /// - Parameters:
  ///   - stamp: the message's stamp.
  ///   - heard: the largest stamp heard from each of the other nodes, 0 from one never heard.
  public static func mayDeliver(stamp: Int, heard: [Int]) -> Bool {
    heard.allSatisfy { $0 + 1 >= stamp }
  }
}
