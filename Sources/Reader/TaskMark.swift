import Markdown

/// The `[ ]` or `[x]` at the start of a list item that makes it a task (GitHub Flavored Markdown,
/// section 5.3).
struct TaskMark {
  /// The bytes of a mark and the blank after it.
  static let length = 4

  /// True for a task that is done.
  let isDone: Bool

  /// Reads the item at `item` of the document's blocks; nil for one that is no task.
  init?(_ document: Document, item: Int) {
    guard item + 1 < document.blocks[item].next,
      case .paragraph = document.blocks[item + 1].kind,
      let first = document.inlines[document.blocks[item + 1].inlines].first,
      case .text = first.kind, first.literal.range.count >= Self.length
    else { return nil }
    let start = first.literal.start
    switch document.content[start..<start + Self.length] {
    case [0x5b, 0x20, 0x5d, 0x20]: isDone = false
    case [0x5b, 0x78, 0x5d, 0x20], [0x5b, 0x58, 0x5d, 0x20]: isDone = true
    default: return nil
    }
  }
}
