/// A graph of which thing refers to which, put together from facts that arrive in any order; two
/// questions about it, one monotone and one not.
///
/// Guarantee: once `isInCycle` has been true it stays true, whatever else arrives, so it can be
/// answered on the spot without asking anybody whether more is to come. `isUnreachable` has no such
/// property: a fact that arrives later can make a true answer false. Source: Hellerstein and Alvaro
/// 2020, sections 1 and 2 (deadlock detection and garbage collection).
///
/// Must be stored: the whole value, before an answer leaves: whoever forgets a fact may take back that
/// something is in a cycle. It is never wrong to be told a fact again.
///
/// It holds with facts lost, repeated and reordered, and for whoever starts again from what was stored.
///
/// Cost: one entry for each fact; an answer looks at all facts once for each thing it reaches.
///
/// Deviation: a fact is for good. Where a wait can end before its cycle closes, the first question is not
/// monotone either.
public struct ReferenceGraph: Hashable, Sendable {
  /// A fact: one thing waits for, or refers to, another.
  public struct Edge: Hashable, Sendable {
    /// Who waits or refers.
    public var from: String
    /// For whom or to what.
    public var to: String

    /// Describes a fact.
    public init(_ from: String, _ to: String) {
      self.from = from
      self.to = to
    }
  }

  private var edges: Set<Edge> = []

  /// Knows of nothing.
  public init() {}

  /// Learns a fact; a fact heard twice is one fact.
  public mutating func learn(_ edge: Edge) {
    edges.insert(edge)
  }

  /// A monotone question: does this thing wait, through others, for itself?
  public func isInCycle(_ thing: String) -> Bool {
    reachable(from: edges.filter { $0.from == thing }.map(\.to)).contains(thing)
  }

  /// A question that is not monotone: does nothing that starts at the root lead here?
  public func isUnreachable(_ thing: String, from root: String) -> Bool {
    !reachable(from: [root]).contains(thing)
  }

  private func reachable(from start: [String]) -> Set<String> {
    var found: Set<String> = []
    var waiting = start
    while let next = waiting.popLast() {
      guard found.insert(next).inserted else { continue }
      waiting += edges.filter { $0.from == next }.map(\.to)
    }
    return found
  }
}
