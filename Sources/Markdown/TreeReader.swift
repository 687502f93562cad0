import CCmark
import Glibc

/// Turns libcmark's tree into values, in one walk and without recursion.
struct TreeReader {
  /// Gets everything read.
  private(set) var document: Document
  private let grafts: [Graft]
  private let fragmentLines: [Fragment.Origin]
  private let linesBefore: Int
  /// Where the lines that were parsed came from; empty when they are the file's own.
  private let origins: [Fragment.Origin]
  private var openBlocks: [Int] = []
  private var openInlines: [Int] = []
  /// How many grafted nodes the walk is inside of.
  private var graftDepth = 0
  /// True when text that follows belongs to the same run of text as the last inline.
  private var continuesText = false

  init(
    document: Document, grafts: [Graft], fragmentLines: [Fragment.Origin], linesBefore: Int,
    origins: [Fragment.Origin]
  ) {
    self.document = document
    self.grafts = grafts
    self.fragmentLines = fragmentLines
    self.linesBefore = linesBefore
    self.origins = origins
  }

  /// Reads everything below `root`.
  mutating func read(_ root: OpaquePointer) {
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      guard let node = cmark_iter_get_node(iterator) else { continue }
      let type = cmark_node_get_type(node)
      if type == CMARK_NODE_DOCUMENT { continue }
      if type == CMARK_NODE_TEXT {
        readText(node)
        continue
      }
      continuesText = false
      if type.rawValue > CMARK_NODE_LAST_BLOCK.rawValue {
        if event == CMARK_EVENT_ENTER { enterInline(node, type) } else { leaveInline() }
      } else {
        if event == CMARK_EVENT_ENTER { enterBlock(node, type) } else { leaveBlock(node) }
      }
    }
  }

  private mutating func readText(_ node: OpaquePointer) {
    let literal = append(cmark_node_get_literal(node))
    if continuesText {
      document.inlines[document.inlines.count - 1].literal.end = literal.end
      return
    }
    continuesText = true
    appendInline(.text, node, literal)
  }

  private mutating func enterInline(_ node: OpaquePointer, _ type: cmark_node_type) {
    switch type {
    case CMARK_NODE_SOFTBREAK: appendInline(.softBreak, node, .empty)
    case CMARK_NODE_LINEBREAK: appendInline(.lineBreak, node, .empty)
    case CMARK_NODE_CODE: appendInline(.code, node, append(cmark_node_get_literal(node)))
    case CMARK_NODE_HTML_INLINE: appendInline(.html, node, append(cmark_node_get_literal(node)))
    case CMARK_NODE_EMPH: openInline(.emphasis, node)
    case CMARK_NODE_STRONG: openInline(.strong, node)
    case CMARK_NODE_LINK: openInline(.link(target: appendTarget(node)), node)
    case CMARK_NODE_IMAGE: openInline(.image(target: appendTarget(node)), node)
    default: preconditionFailure("libcmark \(CMARK_VERSION_STRING) made an inline \(type)")
    }
  }

  private mutating func leaveInline() {
    if let index = openInlines.popLast() {
      document.inlines[index].next = document.inlines.count
    }
  }

  private mutating func openInline(_ kind: Inline.Kind, _ node: OpaquePointer) {
    openInlines.append(document.inlines.count)
    appendInline(kind, node, .empty)
  }

  private mutating func appendInline(
    _ kind: Inline.Kind, _ node: OpaquePointer, _ literal: Literal
  ) {
    let start = position(
      line: cmark_node_get_start_line(node), column: cmark_node_get_start_column(node),
      isFragment: graftDepth > 0)
    document.inlines.append(
      Inline(kind: kind, start: start, next: document.inlines.count + 1, literal: literal))
  }

  private mutating func enterBlock(_ node: OpaquePointer, _ type: cmark_node_type) {
    let number = grafts.isEmpty ? nil : Graft.number(of: node)
    let index = document.blocks.count
    let isFragment = number != nil || graftDepth > 0
    var block = Block(
      kind: .paragraph,
      start: position(
        line: cmark_node_get_start_line(node), column: cmark_node_get_start_column(node),
        isFragment: isFragment),
      end: position(
        line: cmark_node_get_end_line(node), column: cmark_node_get_end_column(node),
        isFragment: isFragment),
      next: index + 1, inlines: document.inlines.count..<document.inlines.count, literal: .empty)
    switch type {
    case CMARK_NODE_PARAGRAPH: break
    case CMARK_NODE_HEADING:
      block.kind = .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: block.kind = .thematicBreak
    case CMARK_NODE_BLOCK_QUOTE: block.kind = .quote
    case CMARK_NODE_LIST: block.kind = .list(list(node))
    case CMARK_NODE_ITEM: block.kind = .item
    case CMARK_NODE_CODE_BLOCK:
      block.kind = .code(info: append(cmark_node_get_fence_info(node)))
      block.literal = append(cmark_node_get_literal(node))
    case CMARK_NODE_HTML_BLOCK:
      block.kind = .html
      block.literal = append(cmark_node_get_literal(node))
    case CMARK_NODE_CUSTOM_BLOCK: apply(number, to: &block)
    default: preconditionFailure("libcmark \(CMARK_VERSION_STRING) made a block \(type)")
    }
    document.blocks.append(block)
    switch type {
    case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK: break
    default:
      // Only nodes that can have children are left again.
      openBlocks.append(index)
      if number != nil { graftDepth += 1 }
    }
  }

  private mutating func leaveBlock(_ node: OpaquePointer) {
    guard let index = openBlocks.popLast() else { return }
    document.blocks[index].next = document.blocks.count
    let firstInline = document.blocks[index].inlines.lowerBound
    switch document.blocks[index].kind {
    case .paragraph, .heading, .cell:
      document.blocks[index].inlines = firstInline..<document.inlines.count
    default: break
    }
    if !grafts.isEmpty, Graft.number(of: node) != nil { graftDepth -= 1 }
  }

  private func apply(_ number: Int?, to block: inout Block) {
    guard let number, grafts.indices.contains(number) else { return }
    let graft = grafts[number]
    switch graft.kind {
    case .table(let columns): block.kind = .table(columns: columns)
    case .row(let isHeader): block.kind = .row(isHeader: isHeader)
    case .cell(let alignment): block.kind = .cell(alignment)
    case .fragment: return
    }
    block.start = positionInFile(graft.start)
    block.end = positionInFile(graft.end)
  }

  private func list(_ node: OpaquePointer) -> Block.List {
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return Block.List(
      start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
      hasParentheses: cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM,
      isTight: cmark_node_get_list_tight(node) != 0)
  }

  private func position(line: Int32, column: Int32, isFragment: Bool) -> SourcePosition {
    if line == 0 { return SourcePosition(line: 0, column: 0) }
    let index = Int(line) - 1
    guard isFragment, fragmentLines.indices.contains(index) else {
      return positionInFile(SourcePosition(line: Int(line), column: Int(column)))
    }
    let origin = fragmentLines[index]
    return positionInFile(
      SourcePosition(line: origin.line, column: max(1, Int(column) + origin.columnShift)))
  }

  /// The position in the file of one in what was parsed.
  private func positionInFile(_ position: SourcePosition) -> SourcePosition {
    guard origins.indices.contains(position.line - 1) else {
      return SourcePosition(line: position.line + linesBefore, column: position.column)
    }
    let origin = origins[position.line - 1]
    return SourcePosition(
      line: origin.line + linesBefore, column: position.column + origin.columnShift)
  }

  private mutating func appendTarget(_ node: OpaquePointer) -> Int {
    document.targets.append(
      LinkTarget(
        destination: cmark_node_get_url(node).map { String(cString: $0) } ?? "",
        title: cmark_node_get_title(node).map { String(cString: $0) } ?? ""))
    return document.targets.count - 1
  }

  private mutating func append(_ text: UnsafePointer<CChar>?) -> Literal {
    let start = document.content.count
    if let text {
      document.content.append(
        contentsOf: UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
    return Literal(start: start, end: document.content.count)
  }
}
