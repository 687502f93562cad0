/// The name of one node (a machine, process or replica) in a cluster: `n1`, `n2`, …
///
/// A node's number carries no meaning beyond identity and a fixed order.
public struct NodeID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number after the `n`.
  public let number: UInt32

  /// Makes the node called `n` followed by `number`.
  public init(_ number: UInt32) {
    self.number = number
  }

  /// The node's name.
  public var description: String { "n\(number)" }

  /// Orders nodes by their numbers.
  public static func < (left: NodeID, right: NodeID) -> Bool {
    left.number < right.number
  }
}
