public import ExerciseKit

/// Which dots have been met: of each replica how many from the first one on, and single ones beyond a gap.
///
/// A whole state has no gaps, so its context is a number for each replica. A delta has met its own dots and
/// no others, and says so (Almeida, Shoker and Baquero 2018, on causal deltas).
public struct CausalContext: Hashable, Sendable {
  private var counts: [NodeID: UInt64] = [:]
  private var beyond: Set<Dot> = []

  /// Has met no dot.
  public init() {}

  /// Has met these dots.
  public init(_ dots: some Sequence<Dot>) {
    beyond = Set(dots)
    closeGaps()
  }

  /// True when a dot has been met. There is no dot 0.
  public func contains(_ dot: Dot) -> Bool {
    (dot.sequence > 0 && dot.sequence <= counts[dot.replica, default: 0]) || beyond.contains(dot)
  }

  /// A dot that this replica has not given. After the largest number there is none.
  public func next(of replica: NodeID) -> Dot {
    let last = beyond.filter { $0.replica == replica }.map(\.sequence)
      .reduce(counts[replica, default: 0], max)
    return Dot(replica: replica, sequence: last + min(1, .max - last))
  }

  /// How many numbers and dots it takes to say this.
  public var size: Int { counts.count + beyond.count }

  /// Has met what either side has.
  public mutating func formUnion(_ other: CausalContext) {
    counts.merge(other.counts, uniquingKeysWith: max)
    beyond.formUnion(other.beyond)
    closeGaps()
  }

  /// Counts what follows on what is counted.
  private mutating func closeGaps() {
    for dot in beyond.sorted() {
      let count = counts[dot.replica, default: 0]
      if dot.sequence > count, dot.sequence - count == 1 { counts[dot.replica] = dot.sequence }
      if dot.sequence <= counts[dot.replica, default: 0] { beyond.remove(dot) }
    }
  }
}
