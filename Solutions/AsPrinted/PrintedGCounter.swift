public import ExerciseKit

/// The counter of the first document, which adds whatever it is told, negative amounts too (E-61), in
/// the slot of a name that nobody checks (E-66).
public struct PrintedGCounter: Mergeable, Equatable {
  private let node: String
  private var counts: [String: Int] = [:]

  /// A counter at zero.
  public init(node: String) {
    self.node = node
  }

  /// The sum of all slots.
  public var value: Int { counts.values.reduce(0, +) }

  /// The printed `increment`: no check of the amount.
  public mutating func increment(_ amount: Int = 1) {
    counts[node, default: 0] += amount
  }

  /// The larger number, slot by slot; a slot only this side has stays.
  public mutating func merge(_ other: PrintedGCounter) {
    for (node, count) in other.counts { counts[node] = max(counts[node, default: 0], count) }
  }

  /// Compares what is replicated.
  public static func == (left: PrintedGCounter, right: PrintedGCounter) -> Bool {
    left.counts == right.counts
  }
}
