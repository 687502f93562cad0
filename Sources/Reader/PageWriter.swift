import Markdown
import Terminal

/// Writes lines to a page, each with the indentation of the containers around it: bars of
/// quotations, markers of list items on their first line and blanks on the others.
///
/// Indentation takes at most half of the width; deeper nesting is shown no deeper. So there is
/// always room for text, and a line of ten thousand nested quotations is no longer than others.
struct PageWriter {
  private(set) var page: Page
  private let width: Int
  private let indentMaximum: Int
  private var indent = StyledText()
  private var indentColumns = 0
  /// What stands in for the indentation in the next line, as wide as it.
  private var firstIndent: StyledText?
  private var levels: [Level] = []
  /// How much of the indentation the blank line that comes before the next line has.
  private var blankIndent: Int?

  private struct Level {
    var indentEnd: Int
    var columns: Int
  }

  init(style: PageStyle, width: Int) {
    page = Page(style: style)
    self.width = width
    indentMaximum = width / 2
  }

  /// The columns there are for text.
  var available: Int { width - indentColumns }

  /// Asks for a blank line before whatever line comes next within the containers that are open now.
  mutating func separate() {
    guard page.lineCount > 0 else { return }
    blankIndent = min(blankIndent ?? .max, indent.bytes.count)
  }

  /// Opens a container whose every line starts with `bar`.
  mutating func openBar(_ bar: String, _ style: Style) {
    openLevel()
    let columns = DisplayWidth.columns(of: bar)
    guard indentColumns + columns <= indentMaximum else { return }
    indent.append(bar, style)
    firstIndent?.append(bar, style)
    indentColumns += columns
  }

  /// Opens a container whose first line starts with `marker` and its others with as many blanks.
  mutating func openItem(_ marker: String, _ style: Style) {
    let columns = DisplayWidth.columns(of: marker)
    if indentColumns + columns <= indentMaximum {
      openLevel()
      var first = firstIndent ?? indent
      first.append(marker, style)
      firstIndent = first
      indent.append(0x20, count: columns)
      indentColumns += columns
      return
    }
    // No room to go deeper: markers that still wait get a line of their own.
    flushMarkers()
    openLevel()
    var first = StyledText()
    if columns <= indentColumns { first.append(0x20, count: indentColumns - columns) }
    first.append(marker, style)
    firstIndent = first
    if columns > indentColumns { flushMarkers() }
  }

  /// Closes the container opened last. An item without content still shows its marker.
  mutating func closeLevel() {
    flushMarkers()
    guard let level = levels.popLast() else { return }
    indent.truncate(to: level.indentEnd)
    indentColumns = level.columns
  }

  private mutating func openLevel() {
    levels.append(Level(indentEnd: indent.bytes.count, columns: indentColumns))
  }

  private mutating func flushMarkers() {
    guard firstIndent != nil else { return }
    beginLine()
    page.endLine()
  }

  /// Starts a line: the blank line asked for, then the indentation.
  mutating func beginLine() {
    if let end = blankIndent {
      page.append(indent, in: 0..<min(end, indent.bytes.count))
      page.endLine()
      blankIndent = nil
    }
    let start = firstIndent ?? indent
    page.append(start, in: 0..<start.bytes.count)
    firstIndent = nil
  }

  /// Ends the line.
  mutating func endLine() {
    page.endLine()
  }

  /// Adds a part of `text` to the line.
  mutating func append(_ text: StyledText, in range: Range<Int>) {
    page.append(text, in: range)
  }

  /// Adds spaces to the line.
  mutating func append(spaces count: Int) {
    page.append(spaces: count)
  }

  /// Writes a line of the program's own.
  mutating func writeLine(_ line: String, _ style: Style) {
    beginLine()
    page.append(line, style)
    page.endLine()
  }

  /// Writes a line drawn elsewhere, as wide as it is.
  mutating func writeLine(_ line: StyledLine) {
    var text = StyledText()
    for run in line.runs {
      // Cleaned again: the text of a run can be changed after it was made.
      let bytes = Array(run.text.utf8)
      text.append(
        cleaning: bytes, in: 0..<bytes.count, page.style.isPlain ? .plain : run.style)
    }
    beginLine()
    page.append(text, in: 0..<text.bytes.count)
    page.endLine()
  }

  /// Writes running text, wrapped.
  ///
  /// - Parameter hanging: how much further to the right lines after the first one start.
  /// - Returns: the columns of the widest line, indentation not counted.
  @discardableResult
  mutating func writeWrapped(_ text: StyledText, hanging: Int = 0) -> Int {
    var breaker = LineBreaker(
      text.bytes, in: 0..<text.bytes.count, width: max(1, available - hanging))
    var widest = 0
    var isFirst = true
    while let range = breaker.next() {
      beginLine()
      if !isFirst, hanging > 0, !range.isEmpty { page.append(spaces: hanging) }
      page.append(text, in: range)
      page.endLine()
      widest = max(widest, DisplayWidth.columns(of: text.bytes, in: range))
      isFirst = false
    }
    return widest
  }

  /// Makes a link known to the page.
  mutating func addLink(_ link: Page.Link) -> Int {
    page.addLink(link)
  }

  /// Notes that the next line is the first one of a heading.
  mutating func markHeading(block: Int) {
    page.markHeading(block: block, line: page.lineCount + (blankIndent == nil ? 0 : 1))
  }

  /// Finds the names of the page's headings.
  mutating func nameHeadings(of document: Document) {
    page.nameHeadings(of: document)
  }
}
