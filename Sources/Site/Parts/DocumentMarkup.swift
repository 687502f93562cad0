import Markdown
import Reader

/// Writes a document as markup, from its tree.
struct DocumentMarkup {
  private let document: Document
  private let setting: PageSetting
  private(set) var markup = Markup()
  private var inlines: InlineMarkup
  /// The containers that are open: where each ends, and how many elements it opened.
  private var containers: [(end: Int, elements: Int)] = []
  private var headings: [Int: String] = [:]
  private var figureCount = 0

  /// Prepares a document.
  /// - Parameter setting: what is around it.
  init(_ document: Document, in setting: PageSetting) {
    self.document = document
    self.setting = setting
    inlines = InlineMarkup(document, in: setting)
    for section in document.sections { headings[section.blocks.lowerBound] = section.anchor }
  }

  /// The whole document.
  static func markup(of document: Document, in setting: PageSetting) -> Markup {
    var writer = DocumentMarkup(document, in: setting)
    writer.write(0..<document.blocks.count)
    return writer.markup
  }

  /// The text of a document of one paragraph without the paragraph, or else all of it.
  static func phrase(_ text: String, in setting: PageSetting) -> Markup {
    let document = Document(parsing: text)
    guard document.blocks.count == 1, case .paragraph = document.blocks[0].kind else {
      return markup(of: document, in: setting)
    }
    var writer = InlineMarkup(document, in: setting)
    var markup = Markup()
    writer.write(document.blocks[0].inlines, to: &markup)
    return markup
  }

  private mutating func write(_ blocks: Range<Int>) {
    var index = blocks.lowerBound
    while index < blocks.upperBound {
      close(at: index)
      index = enter(document.blocks[index], at: index)
    }
    close(at: .max)
  }

  private mutating func close(at index: Int) {
    while let container = containers.last, container.end <= index {
      containers.removeLast()
      for _ in 0..<container.elements { markup.close() }
      markup.newline()
    }
  }

  private mutating func open(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], until end: Int
  ) {
    markup.open(name, attributes)
    containers.append((end, 1))
  }

  /// Writes a block, or opens it if it holds blocks.
  /// - Returns: the index of the block to go on with.
  private mutating func enter(_ block: Block, at index: Int) -> Int {
    switch block.kind {
    case .quote: return enterQuote(block, at: index)
    case .list(let list):
      enterList(list, until: block.next)
      return index + 1
    case .item:
      open("li", until: block.next)
      return index + 1
    case .paragraph: writeParagraph(block, at: index)
    case .heading(let level): writeHeading(block, at: index, level: level)
    case .thematicBreak: markup.open("hr")
    case .code(let info): return writeCode(block, info: document.text(of: info), at: index)
    case .table:
      var table = TableMarkup(document, at: index)
      table.write(inlines: &inlines, to: &markup)
    case .html: writeHTML(block)
    case .row, .cell: break
    }
    markup.newline()
    return block.next
  }

  // MARK: Text

  private mutating func writeParagraph(_ block: Block, at index: Int) {
    let task = TaskMark(document, paragraph: block)
    if let task { markup.element("span", ["class": "task"], task.isDone ? "☑ " : "☐ ") }
    let skipped = task == nil ? 0 : TaskMark.length
    if isTight(at: index) {
      inlines.write(block.inlines, skipping: skipped, to: &markup)
      return
    }
    markup.open("p")
    inlines.write(block.inlines, skipping: skipped, to: &markup)
    markup.close()
  }

  /// True for the paragraph of an item of a list whose items follow each other closely.
  private func isTight(at index: Int) -> Bool {
    guard let item = document.blocks[..<index].lastIndex(where: { $0.next > index }),
      case .item = document.blocks[item].kind,
      let list = document.blocks[..<item].lastIndex(where: { $0.next > item }),
      case .list(let look) = document.blocks[list].kind
    else { return false }
    return look.isTight
  }

  private mutating func writeHeading(_ block: Block, at index: Int, level: Int) {
    if level <= 2 { inlines.forgetTerms() }
    let name = "h\(min(level + setting.headingShift, 6))"
    guard let anchor = headings[index] else {
      markup.open(name)
      inlines.write(block.inlines, isHeading: true, to: &markup)
      markup.close()
      return
    }
    inlines.enter(section: anchor)
    markup.open(name, ["id": anchor])
    inlines.write(block.inlines, isHeading: true, to: &markup)
    markup.close()
  }

  private mutating func enterList(_ list: Block.List, until end: Int) {
    guard let start = list.start else { return open("ul", until: end) }
    if start == 1 { open("ol", until: end) } else { open("ol", ["start": "\(start)"], until: end) }
  }

  /// Opens a quotation. One that asks the chapter's questions is followed by the place of these.
  private mutating func enterQuote(_ block: Block, at index: Int) -> Int {
    guard let section = askedSection(index..<block.next) else {
      open("blockquote", until: block.next)
      return index + 1
    }
    markup.open("div", ["class": "asked"])
    markup.open("blockquote")
    write(nested: index + 1..<block.next)
    markup.close()
    markup.close()
    markup.newline()
    markup.element("div", ["class": "quiz extra", "data-section": section])
    markup.newline()
    return block.next
  }

  private mutating func write(nested blocks: Range<Int>) {
    let outer = containers
    containers = []
    write(blocks)
    containers = outer
  }

  /// The section that a quotation of questions belongs to, by the command it ends with.
  private func askedSection(_ blocks: Range<Int>) -> String? {
    guard let page = setting.quizChapter else { return nil }
    for block in document.blocks[blocks] {
      guard case .paragraph = block.kind else { continue }
      for inline in document.inlines[block.inlines] where inline.kind == .code {
        let command = "truthbook quiz \(page)#"
        let text = document.text(of: inline.literal)
        if text.hasPrefix(command) { return String(text.dropFirst(command.count)) }
      }
    }
    return nil
  }

  // MARK: Code

  /// Writes a block of code, or the figure that stands for it with the paragraph below it as its caption.
  private mutating func writeCode(_ block: Block, info: String, at index: Int) -> Int {
    let words = info.split(separator: " ").map(String.init)
    if words.first == "figure", words.count > 1,
      let figure = FigureMarkup(words[1], Array(words.dropFirst(2)))
    {
      figureCount += 1
      markup.open("figure", ["class": "drawn", "id": "figure-\(figureCount)"])
      figure.writeWithOthers(to: &markup)
      var next = block.next
      if next < document.blocks.count, case .paragraph = document.blocks[next].kind {
        markup.open("figcaption")
        inlines.write(document.blocks[next].inlines, to: &markup)
        markup.close()
        next = document.blocks[next].next
      }
      markup.close()
      markup.newline()
      return next
    }
    markup.open("div", ["class": "scroll code", "data-name": "Code"])
    markup.open("pre")
    markup.open("code")
    markup.preformatted(coloredCode(document.text(of: block.literal), info: info))
    for _ in 0..<3 { markup.close() }
    markup.newline()
    return block.next
  }

  // MARK: HTML

  /// Opens and closes the boxes of a block of HTML and shows its text. Tags of its own do nothing else.
  private mutating func writeHTML(_ block: Block) {
    var tokens = HTMLTokens(document.content, in: block.literal.range)
    while let token = tokens.next() {
      switch token {
      case .hidden: continue
      case .text(let range):
        let text = String(decoding: document.content[range], as: UTF8.self)
        guard text.contains(where: { !$0.isWhitespace }) else { continue }
        markup.element("p", [:], text)
      case .tag(let tag) where tag.name == "div":
        if tag.isEnd { closeDivision() } else { openDivision(tag) }
      case .tag: continue
      }
    }
  }

  /// A division ends with its tag, or with what it stands in.
  private mutating func openDivision(_ tag: HTMLTag) {
    let end = containers.last?.end ?? document.blocks.count
    if let label = tag.boxLabel {
      markup.open("div", ["class": "box"])
      markup.element("p", ["class": "label"], label)
    } else {
      markup.open("div")
    }
    containers.append((end, 1))
    divisions.append(containers.count)
  }

  private var divisions: [Int] = []

  private mutating func closeDivision() {
    guard let depth = divisions.last, depth == containers.count else { return }
    divisions.removeLast()
    containers.removeLast()
    markup.close()
  }
}

/// The `[ ]` or `[x]` at the start of a list item that makes it a task.
private struct TaskMark {
  /// The bytes of a mark and the blank after it.
  static let length = 4
  let isDone: Bool

  /// Reads a paragraph; nil for one that starts with no mark.
  init?(_ document: Document, paragraph: Block) {
    guard let first = document.inlines[paragraph.inlines].first, first.kind == .text else {
      return nil
    }
    switch document.text(of: first.literal).prefix(Self.length) {
    case "[ ] ": isDone = false
    case "[x] ", "[X] ": isDone = true
    default: return nil
    }
  }
}
