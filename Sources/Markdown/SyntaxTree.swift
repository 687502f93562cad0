import CCmark

/// libcmark's tree of a document, owned.
struct SyntaxTree: ~Copyable {
  /// The document node; nil only when memory has run out.
  let root: OpaquePointer?
  private let source: [UInt8]
  private let start: Int

  /// Parses `source`, valid UTF-8, from offset `start` on.
  init(_ source: [UInt8], from start: Int) {
    self.source = source
    self.start = start
    root = source.withUnsafeBytes { bytes in
      let body = UnsafeRawBufferPointer(rebasing: bytes[start...])
      return cmark_parse_document(
        body.baseAddress?.assumingMemoryBound(to: CChar.self), body.count,
        CMARK_OPT_VALIDATE_UTF8)
    }
  }

  deinit {
    if let root { cmark_node_free(root) }
  }

  /// Turns the tree into values, tables recognised and Markdown in `div`s parsed.
  ///
  /// - Parameters:
  ///   - document: gets the blocks, inlines and content.
  ///   - linesBefore: the number of lines above `start`, added to every position.
  consuming func convert(into document: inout Document, linesBefore: Int) {
    guard let root else { return }
    let lines = SourceLines.all(source, from: start)
    let divisions = MarkdownDivisions(below: root, source: source, lines: lines)
    if divisions.isEmpty {
      return convert(into: &document, lines: lines, linesBefore: linesBefore, origins: [])
    }
    let (text, origins) = divisions.completed(source, lines: lines)
    SyntaxTree(text, from: 0).convert(
      into: &document, lines: SourceLines.all(text, from: 0), linesBefore: linesBefore,
      origins: origins)
  }

  private func convert(
    into document: inout Document, lines: [Range<Int>], linesBefore: Int,
    origins: [Fragment.Origin]
  ) {
    guard let root else { return }
    var grafter = TableGrafter(source, lines: lines)
    grafter.graftTables(into: root)
    var reader = TreeReader(
      document: document, grafts: grafter.grafts, fragmentLines: grafter.fragment.origins,
      linesBefore: linesBefore, origins: origins)
    reader.read(root)
    document = reader.document
  }
}
