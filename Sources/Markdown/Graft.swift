import CCmark

/// What a node of the tree is that did not come from libcmark's own parse of the document: a part
/// of a table, or a block that was parsed again on its own.
///
/// The node carries the graft's number as its user data, since libcmark neither knows tables nor
/// lets positions be set.
struct Graft {
  enum Kind {
    case table(columns: Int)
    case row(isHeader: Bool)
    case cell(Block.Alignment)
    /// A block of the fragment; its lines are the fragment's.
    case fragment
  }

  var kind: Kind
  var start: SourcePosition
  var end: SourcePosition

  /// The number of the graft `node` carries; nil for a node of the document's own parse.
  static func number(of node: OpaquePointer) -> Int? {
    cmark_node_get_user_data(node).map { Int(bitPattern: $0) - 1 }
  }

  /// Makes `node` carry graft `number`.
  static func mark(_ node: OpaquePointer, with number: Int) {
    cmark_node_set_user_data(node, UnsafeMutableRawPointer(bitPattern: number + 1))
  }
}
