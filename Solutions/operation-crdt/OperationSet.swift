public import ExerciseKit

/// An observed-remove set by operations: an add brings a dot, a remove names the dots it takes away.
///
/// Guarantee: an element is present exactly when some add of it was applied and no remove that had observed
/// that add was; an add wins over a concurrent remove. Where all operations have been delivered, all hold the
/// same. Source: Shapiro et al. 2011 (INRIA 7506), specification 15.
///
/// It holds with causal delivery: a remove comes after the adds it names. Where it comes before, it finds
/// nothing to take away, and the add that follows stays for ever: there is no tombstone to stop it. Twice the
/// same operation makes no difference as long as the order is kept; an add again after its remove would
/// bring the element back.
///
/// Must be stored: with what was delivered, in one write, which `OperationReplica` does. A replica that
/// has forgotten its adds would give a dot to a second one, and a remove of the first would take that too.
///
/// Cost: a dot for each live add and nothing for what was removed; one dot in the message of an add, the
/// observed dots of one element in that of a remove.
///
/// Deviation: the paper leaves unique tags to the environment; a tag here is a dot. The count of dots stops
/// at the largest number, which no replica reaches by counting.
public struct OperationSet<Element: Hashable & Sendable>: OperationBased, Hashable {
  /// What happens to the set everywhere.
  public enum Operation: Hashable, Sendable {
    /// The element is there, by this add.
    case add(Element, Dot)
    /// These adds of the element are undone.
    case remove(Element, Set<Dot>)
  }

  private let replica: NodeID
  /// The live dots; an element without one is absent.
  private var live: [Element: Set<Dot>] = [:]
  /// The dots that this replica has given.
  private var lastSequence: UInt64 = 0

  /// Knows of no add.
  public init(replica: NodeID) {
    self.replica = replica
  }

  /// Elements with a live dot.
  public var elements: Set<Element> { Set(live.keys) }

  /// How many dots are kept.
  public var dotCount: Int { live.values.reduce(0) { $0 + $1.count } }

  /// The operation that adds an element, under a dot that none has had.
  public func adding(_ element: Element) -> Operation {
    let next = lastSequence + min(1, .max - lastSequence)
    return .add(element, Dot(replica: replica, sequence: next))
  }

  /// The operation that removes what is seen here of an element; adds not seen stay alive.
  public func removing(_ element: Element) -> Operation {
    .remove(element, live[element] ?? [])
  }

  /// Adds, or takes away what the operation names.
  public mutating func apply(_ operation: Operation) {
    switch operation {
    case .add(let element, let dot):
      live[element, default: []].insert(dot)
      if dot.replica == replica { lastSequence = max(lastSequence, dot.sequence) }
    case .remove(let element, let dots):
      live[element]?.subtract(dots)
      if live[element]?.isEmpty == true { live[element] = nil }
    }
  }
}
