/// Something a node does by itself, written as a person would write it.
protocol NodeOperation: Hashable, Sendable {
  /// The predicate of a sentence whose subject is the node, such as `adds milk`.
  var phrase: String { get }

  /// Reads what `phrase` writes.
  init?(phrase: String)
}
