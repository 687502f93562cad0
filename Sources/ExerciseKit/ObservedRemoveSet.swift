/// The identity of one add: the replica that performed it and that replica's sequence number.
///
/// No two adds anywhere share a dot. Source: Bieniusa et al. 2012, section 2.
public struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The replica that performed the add.
  public var replica: NodeID
  /// Counts the adds of that replica, from 1.
  public var sequence: UInt64

  /// Names the add number `sequence` of `replica`.
  public init(replica: NodeID, sequence: UInt64) {
    self.replica = replica
    self.sequence = sequence
  }

  /// The dot as `replica:sequence`.
  public var description: String { "\(replica):\(sequence)" }

  /// Orders dots by replica, then by sequence.
  public static func < (left: Dot, right: Dot) -> Bool {
    (left.replica, left.sequence) < (right.replica, right.sequence)
  }
}

/// A state-based replicated value: replicas exchange whole states and merge them.
///
/// Merge must be commutative, associative and idempotent, and updates must only move a state
/// upwards (Shapiro et al. 2011, section 2).
public protocol Mergeable: Sendable {
  /// Takes in everything `other` knows.
  mutating func merge(_ other: Self)
}

/// What the exercise `or-set` asks for: a set in which an add wins over a concurrent remove, and a
/// remove affects only the adds it has observed (Shapiro et al. 2011, section 3.3.5).
public protocol ObservedRemoveSet<Element>: Mergeable {
  associatedtype Element: Hashable & Sendable

  /// Makes the empty set held by `replica`.
  init(replica: NodeID)

  /// The elements present now.
  var elements: Set<Element> { get }

  /// True when `element` is present.
  func contains(_ element: Element) -> Bool

  /// Adds `element` under a dot never used before and returns that dot.
  @discardableResult
  mutating func add(_ element: Element) -> Dot

  /// Removes `element` as far as this replica has seen it.
  /// - Returns: the live dots it removed; empty when `element` was absent.
  @discardableResult
  mutating func remove(_ element: Element) -> Set<Dot>
}
