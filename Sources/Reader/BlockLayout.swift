import Markdown
import Terminal

/// Lays blocks out, one after the other, in one walk and without recursion.
struct BlockLayout {
  private let document: Document
  private let style: PageStyle
  private let insets: Insets
  private var writer: PageWriter
  private var inlines: InlineWriter
  private var containers: [Container] = []
  /// How many boxes are open.
  private var openBoxes = 0
  /// The paragraph that comes after the box of a task, which stands at its start.
  private var taskParagraph: Int?

  /// A container that is open and what its next child needs to know.
  private struct Container {
    enum Kind {
      case quote
      /// A list; the marker of an item with a number is set as wide as the widest.
      case list(Block.List, nextNumber: Int, markerColumns: Int)
      case item
      /// A `div` of HTML, opened by one block and closed by another.
      case division(isBox: Bool)
    }

    var kind: Kind
    /// The index of the first block after it.
    var end: Int
    /// True when its children follow each other without a blank line.
    var isTight = false
    var hasChildren = false
    /// True when it takes part of the width.
    var isIndented = true
  }

  init(_ document: Document, width: Int, style: PageStyle, insets: Insets) {
    self.document = document
    self.style = style
    self.insets = insets
    writer = PageWriter(style: style, width: width)
    inlines = InlineWriter(document, style: style)
  }

  /// Lays out the blocks in `range`, the indices of complete blocks, and the links in them.
  mutating func page(of range: Range<Int>) -> Page {
    var index = range.lowerBound
    while index < range.upperBound {
      close(at: index)
      let block = document.blocks[index]
      if containers.isEmpty, case .heading = block.kind { writeLinks() }
      index = enter(block, at: index, limit: range.upperBound)
    }
    close(at: .max)
    writeLinks()
    writer.nameHeadings(of: document)
    return writer.page
  }

  /// Writes a block, or opens it if it holds blocks.
  ///
  /// - Returns: the index of the block to go on with.
  private mutating func enter(_ block: Block, at index: Int, limit: Int) -> Int {
    switch block.kind {
    case .quote:
      separate()
      writer.openBar(style.isPlain ? "> " : "▌ ", Theme.quoteBar)
      containers.append(Container(kind: .quote, end: block.next))
      return index + 1
    case .list(let list):
      separate()
      open(list, of: block, at: index)
      return index + 1
    case .item:
      separate()
      openItem(block, at: index)
      return index + 1
    case .html:
      writeHTML(block, limit: limit)
    case .paragraph:
      writeParagraph(block.inlines, isTask: index == taskParagraph)
    case .heading(let level):
      separate()
      if containers.isEmpty { writer.markHeading(block: index) }
      writeHeading(block.inlines, level: level)
    case .thematicBreak:
      separate()
      writer.writeLine(
        style.isPlain ? "---" : String(repeating: "─", count: writer.available),
        styled(Theme.rule))
    case .code(let info):
      separate()
      writeCode(block.literal, info: info)
    case .table:
      separate()
      var table = TableLayout(document, at: index, style: style)
      table.write(inlines: &inlines, to: &writer)
    case .row, .cell:
      break
    }
    return block.next
  }

  /// Asks for the blank line between a block and the one before it.
  private mutating func separate() {
    guard let last = containers.indices.last else {
      writer.separate()
      return
    }
    if containers[last].hasChildren, !containers[last].isTight { writer.separate() }
    containers[last].hasChildren = true
  }

  private mutating func close(at index: Int) {
    while let container = containers.last, container.end <= index {
      closeContainer()
    }
  }

  private mutating func closeContainer() {
    guard let container = containers.popLast() else { return }
    if case .division(isBox: true) = container.kind { openBoxes -= 1 }
    if container.isIndented { writer.closeLevel() }
  }

  private mutating func writeParagraph(_ range: Range<Int>, isTask: Bool) {
    inlines.write(range, .plain, skipping: isTask ? TaskMark.length : 0, page: &writer)
    let isPlaceholder = inlines.isPlaceholder
    let text = inlines.takeText()
    if isPlaceholder { return }
    separate()
    writer.writeWrapped(text)
  }

  private mutating func open(_ list: Block.List, of block: Block, at index: Int) {
    var columns = 0
    if let start = list.start {
      var count = 0
      var item = index + 1
      while item < block.next {
        count += 1
        item = document.blocks[item].next
      }
      columns = "\(start + max(0, count - 1)). ".utf8.count
    }
    containers.append(
      Container(
        kind: .list(list, nextNumber: list.start ?? 0, markerColumns: columns), end: block.next,
        isTight: list.isTight, isIndented: false))
  }

  private mutating func openItem(_ item: Block, at index: Int) {
    var marker = style.isPlain ? "- " : bullet
    var isTight = false
    if let last = containers.indices.last,
      case .list(let list, let number, let columns) = containers[last].kind
    {
      isTight = list.isTight
      if list.start != nil {
        let text = "\(number)\(list.hasParentheses ? ")" : ".") "
        marker = String(repeating: " ", count: max(0, columns - text.utf8.count)) + text
        containers[last].kind = .list(list, nextNumber: number + 1, markerColumns: columns)
      }
      if !style.isPlain, let task = TaskMark(document, item: index) {
        taskParagraph = index + 1
        marker = (list.start == nil ? "" : marker) + (task.isDone ? "☑ " : "☐ ")
      }
    }
    writer.openItem(marker, styled(Theme.listMarker))
    containers.append(Container(kind: .item, end: item.next, isTight: isTight))
  }

  /// The bullet of a list, by how deep it is.
  private var bullet: String {
    var depth = 0
    for container in containers.reversed().prefix(8) {
      if case .list = container.kind { depth += 1 }
    }
    return ["▪ ", "• ", "◦ "][depth % 3]
  }

  /// Writes a code block, or what is drawn in its place.
  private mutating func writeCode(_ literal: Literal, info: Literal) {
    var language: CodeLanguage?
    if !info.isEmpty {
      let info = document.text(of: info)
      if let lines = insets.draw(info, document.text(of: literal), writer.available) {
        for line in lines { writer.writeLine(line) }
        return
      }
      if !style.isPlain { language = CodeLanguage(info: info) }
    }
    CodeLayout(
      document.content, in: literal.range, language: language, mendsBoxes: style.mendsBoxes
    ).write(to: &writer)
  }

  private mutating func writeHeading(_ range: Range<Int>, level: Int) {
    inlines.write(range, Theme.heading(level), page: &writer)
    writeHeading(inlines.takeText(), level: level)
  }

  private mutating func writeHeading(_ text: StyledText, level: Int) {
    guard !style.isPlain else {
      var marked = StyledText()
      marked.append(String(repeating: "#", count: level) + " ")
      marked.append(text, in: 0..<text.bytes.count)
      writer.writeWrapped(marked)
      return
    }
    let columns = writer.writeWrapped(text)
    // The bar of a box sets its heading off well enough.
    guard level <= 2, columns > 0, openBoxes == 0 else { return }
    writer.writeLine(
      String(repeating: level == 1 ? "━" : "─", count: columns), Theme.rule)
  }

  /// Lists the links numbered since the last heading.
  private mutating func writeLinks() {
    let entries = inlines.links.takeEntries()
    guard !entries.isEmpty else { return }
    writer.separate()
    for entry in entries {
      var text = StyledText()
      text.append("[\(entry.number)]: ", styled(Theme.reference))
      let destination = Array(entry.target.destination.utf8)
      text.append(cleaning: destination, in: 0..<destination.count, styled(Theme.reference))
      if !entry.target.title.isEmpty {
        let title = Array(" \"\(entry.target.title)\"".utf8)
        text.append(cleaning: title, in: 0..<title.count, styled(Theme.reference))
      }
      writer.writeWrapped(text)
    }
  }

  private func styled(_ style: Style) -> Style {
    self.style.isPlain ? .plain : style
  }

  // MARK: - HTML

  /// Shows the text of an HTML block. Its `div`s may hold blocks of Markdown that follow, so they
  /// are opened and closed as containers.
  private mutating func writeHTML(_ block: Block, limit: Int) {
    var html = HTMLBlock(document, block)
    inlines.begin(.plain)
    while let event = html.next(inlines: &inlines, page: &writer) {
      switch event {
      case .openDivision(let tag): openDivision(tag, limit: limit)
      case .closeDivision:
        if let last = containers.last, case .division = last.kind { closeContainer() }
      case .paragraph(let text, let isSeparate):
        if isSeparate { separate() }
        writer.writeWrapped(text)
      case .heading(let text, let level):
        separate()
        writeHeading(text, level: level)
      case .code(let text):
        separate()
        CodeLayout(text, in: 0..<text.count, mendsBoxes: style.mendsBoxes)
          .write(to: &writer)
      case .rule:
        separate()
        writer.writeLine(
          style.isPlain ? "---" : String(repeating: "─", count: writer.available),
          styled(Theme.rule))
      }
    }
  }

  /// Opens a `div`; one that is a box gets a bar, and a line that says what it is.
  private mutating func openDivision(_ tag: HTMLTag, limit: Int) {
    separate()
    let box = Box(tag)
    let hasBar = box != nil && !style.isPlain
    if let box, hasBar { writer.openBar("▌ ", box.style) }
    containers.append(
      Container(
        kind: .division(isBox: box != nil), end: containers.last?.end ?? limit,
        isIndented: hasBar))
    guard let box else { return }
    openBoxes += 1
    var text = StyledText()
    let label = Array((style.isPlain ? box.label + ":" : box.label).utf8)
    text.append(cleaning: label, in: 0..<label.count, styled(box.style))
    writer.writeWrapped(text)
  }
}
