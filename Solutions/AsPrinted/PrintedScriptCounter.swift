/// The counter of the second document, written in JavaScript (E-23, E-24). Its numbers are floating
/// point; a property that does not exist reads as `undefined`, which arithmetic turns into "not a
/// number".
public struct PrintedScriptCounter: Sendable {
  /// The slots. A name that was never set is the word `undefined`.
  public private(set) var counts: [String: Double]
  /// What `this.nodeId` reads as: the constructor never sets it.
  private let nodeID = "undefined"

  /// The printed constructor: it takes the node's name and does not keep it.
  public init(nodeID _: String, nodes: [String]) {
    counts = Dictionary(uniqueKeysWithValues: nodes.map { ($0, 0) })
  }

  /// A counter with these slots, as it would be if the first fault were repaired.
  public init(counts: [String: Double]) {
    self.counts = counts
  }

  /// The sum of all slots.
  public var value: Double { counts.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } }

  /// The printed `increment`: a slot that does not exist plus an amount is not a number.
  public mutating func increment(_ amount: Double) {
    counts[nodeID] = counts[nodeID, default: .nan] + amount
  }

  /// The printed `merge`: walks over this side's slots alone, and the larger of a number and
  /// `undefined` is not a number.
  public mutating func merge(_ other: PrintedScriptCounter) {
    for (node, count) in counts {
      let theirs = other.counts[node, default: .nan]
      counts[node] = theirs.isNaN || count.isNaN ? .nan : max(count, theirs)
    }
  }
}
