public import ExerciseKit

/// The OR-Set of the first document: an add is named by its node and the time of day (E-16), and both
/// of its parts only grow (E-67).
public struct PrintedORSet: Mergeable, Equatable {
  private let node: String
  private var adds: [String: Set<String>] = [:]
  private var removes: [String: Set<String>] = [:]

  /// An empty set held by `node`.
  public init(node: String) {
    self.node = node
  }

  /// The elements, sorted.
  public var elements: [String] { adds.keys.filter(contains).sorted() }

  /// How many tags are kept in both parts.
  public var tagCount: Int {
    adds.values.reduce(0) { $0 + $1.count } + removes.values.reduce(0) { $0 + $1.count }
  }

  /// The printed `add`; `time` is what `time.time_ns()` returned.
  public mutating func add(_ element: String, time: Int) {
    add(element, tag: "\(node):\(time)")
  }

  /// Adds under a tag of the caller's, as the documents' figures do.
  public mutating func add(_ element: String, tag: String) {
    adds[element, default: []].insert(tag)
  }

  /// The printed `remove`: every tag seen here is recorded as removed.
  public mutating func remove(_ element: String) {
    guard let tags = adds[element] else { return }
    removes[element, default: []].formUnion(tags)
  }

  /// Present while a tag is not removed.
  public func contains(_ element: String) -> Bool {
    !adds[element, default: []].subtracting(removes[element, default: []]).isEmpty
  }

  /// Unions of both parts.
  public mutating func merge(_ other: PrintedORSet) {
    adds.merge(other.adds) { $0.union($1) }
    removes.merge(other.removes) { $0.union($1) }
  }

  /// Compares what is replicated.
  public static func == (left: PrintedORSet, right: PrintedORSet) -> Bool {
    left.adds == right.adds && left.removes == right.removes
  }
}
