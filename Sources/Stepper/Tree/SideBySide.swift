import Stepping

/// Two runs beside each other, step by step, and where they part.
public struct SideBySide {
  /// One of the two.
  public struct Way {
    /// Whose it is, such as `yours`.
    public let name: String
    /// The run.
    public let tree: RunTree
    /// Its last moment.
    public let end: Int

    /// Describes a way from the start of a run to a moment.
    public init(_ name: String, _ tree: RunTree, to end: Int) {
      self.name = name
      self.tree = tree
      self.end = end
    }
  }

  /// A step of each that stand beside each other.
  public struct Row: Hashable, Sendable {
    /// The moment behind the step in the first run; nil where only the second has such a step.
    public let own: Int?
    /// The moment in the second run.
    public let other: Int?
    /// Whether the same happened, the same came of it, and nodes and messages look the same afterwards.
    public let isSame: Bool
  }

  /// The first run.
  public let own: Way
  /// The run beside it.
  public let other: Way
  /// All steps; the first row is the start.
  public let rows: [Row]

  /// The first row in which the runs are not the same; nil when they are the same throughout.
  public var firstDifference: Int? { rows.firstIndex { !$0.isSame } }

  /// Puts two runs beside each other: steps of the same event in one row, as many as possible.
  /// - Parameter isOfOneSchedule: true where both went through the same lines, one step for each.
  public init(_ own: Way, _ other: Way, isOfOneSchedule: Bool = false) {
    self.own = own
    self.other = other
    let left = own.tree.path(to: own.end)
    let right = other.tree.path(to: other.end)
    let pairs =
      isOfOneSchedule
      ? Self.numbered(from: 0, left.count, right.count)
      : Self.pairs(
        left.map { Self.event(own.tree.moments[$0]) },
        right.map { Self.event(other.tree.moments[$0]) })
    rows = pairs.map { pair in
      let (one, two) = (pair.0.map { left[$0] }, pair.1.map { right[$0] })
      var isSame = false
      if let one, let two {
        isSame = Self.areSame(own.tree.moments[one], other.tree.moments[two])
      }
      return Row(own: one, other: two, isSame: isSame)
    }
  }

  /// The first row in which one of the runs breaks what it breaks first; nil when neither does.
  public var violation: Int? {
    let broken = (own.tree.violation(to: own.end), other.tree.violation(to: other.end))
    return rows.firstIndex {
      $0.own != nil && $0.own == broken.0 || $0.other != nil && $0.other == broken.1
    }
  }

  /// The row of a moment of the first run.
  public func row(ofOwn moment: Int) -> Int? { rows.firstIndex { $0.own == moment } }

  /// What was to happen, whether or not it could.
  private static func event(_ moment: Moment) -> String {
    RunTree.skipped(moment.event) ?? moment.event
  }

  private static func areSame(_ one: Moment, _ other: Moment) -> Bool {
    one.event == other.event && (one.stop == nil) == (other.stop == nil)
      && (one.told?.effects ?? []).amounts(to: other.told?.effects ?? [])
      && one.view.states == other.view.states && one.view.stored == other.view.stored
      && one.view.cut == other.view.cut && messages(one) == messages(other)
  }

  private static func messages(_ moment: Moment) -> [String] {
    moment.view.flight.map { "\($0.from) \($0.to) \($0.label) \($0.note)" }.sorted()
  }

  /// The most steps behind the fork whose order is looked at; longer runs are paired by number.
  private static let limit = 1_000

  /// The places by number.
  private static func numbered(from start: Int, _ one: Int, _ other: Int) -> [(Int?, Int?)] {
    (start..<max(start, one, other)).map { ($0 < one ? $0 : nil, $0 < other ? $0 : nil) }
  }

  /// Which places stand beside each other: what both begin with, then the longest list of events that both
  /// have in this order.
  private static func pairs(_ one: [String], _ other: [String]) -> [(Int?, Int?)] {
    var start = 0
    while start < min(one.count, other.count), one[start] == other[start] { start += 1 }
    var pairs: [(Int?, Int?)] = (0..<start).map { ($0, $0) }
    let (left, right) = (Array(one[start...]), Array(other[start...]))
    guard max(left.count, right.count) <= limit else {
      return pairs + numbered(from: start, one.count, other.count)
    }
    let rows = EffectRows(left.map { StepEffect($0) }, right.map { StepEffect($0) }).rows
    var places = (start, start)
    for row in rows {
      pairs.append((row.own == nil ? nil : places.0, row.reference == nil ? nil : places.1))
      if row.own != nil { places.0 += 1 }
      if row.reference != nil { places.1 += 1 }
    }
    return pairs
  }
}
