/// A replicated value whose updates travel as operations, one at a time.
///
/// Operations that may meet in any order at different replicas, because neither's sender knew the other, must
/// come to the same in either order. Of the others, and that each comes exactly once, the delivery makes sure
/// (Shapiro et al. 2011, INRIA 7506, section 2.2.2).
public protocol OperationBased: Sendable {
  associatedtype Operation: Sendable

  /// Does what an operation says, at its sender at once and elsewhere when it is delivered.
  mutating func apply(_ operation: Operation)
}

/// A counter that goes up and down by operations: each says by how much.
///
/// Guarantee: the value is the sum of all operations that were applied. Where every operation of every
/// replica has been delivered exactly once, all hold the same, in whatever order it was. Source: Shapiro et
/// al. 2011 (INRIA 7506), specification 5.
///
/// It holds with exactly-once delivery and no weaker one: an operation that is delivered twice counts twice,
/// and nothing in the state can tell. `OperationReplica` is such a delivery; the order does not matter here.
///
/// Must be stored: with what was delivered, in one write, which `OperationReplica` does. Cost: two numbers,
/// however many replicas there are; one number in an operation. (A state-based counter has two numbers for
/// each replica, and needs no delivery that counts.)
///
/// Deviation: what goes up and what goes down are two sums that end at the largest number each, so that the
/// order makes no difference there either.
public struct OperationCounter: OperationBased, Hashable {
  private var up: UInt64 = 0
  private var down: UInt64 = 0

  /// Counts nothing yet.
  public init() {}

  /// What went up less what went down. Each counts up to 2^63 - 1, and for as much when it is more.
  public var value: Int64 { Int64(clamping: up) - Int64(clamping: down) }

  /// Goes up by the operation, or down when it is negative.
  public mutating func apply(_ operation: Int64) {
    let amount = operation.magnitude
    if operation >= 0 {
      up += min(amount, .max - up)
    } else {
      down += min(amount, .max - down)
    }
  }
}
