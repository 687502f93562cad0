import Reader
import Terminal

/// A text laid out for a width, and what is needed to find one's way in it.
struct OpenText {
  /// The part of a link that is on one line, in columns.
  struct LinkSpan: Hashable {
    /// Which link of the page it is.
    var link: Int
    var line: Int
    var columns: Range<Int>
  }

  let text: BookText
  let width: Int
  let page: Page
  /// For each line, and for the end, the letters and digits before it.
  private let lettersBefore: [Int]
  /// The lines' parts that are links, in reading order.
  let linkSpans: [LinkSpan]
  /// The links, in reading order, each once.
  let links: [Int]

  init(_ text: BookText, width: Int) {
    self.text = text
    self.width = width
    let page = text.layOut(width)
    var lettersBefore = [0]
    lettersBefore.reserveCapacity(page.lineCount + 1)
    var spans: [LinkSpan] = []
    for line in 0..<page.lineCount {
      var letters = 0
      var column = 0
      let hasLinks = !page.links.isEmpty
      page.forEachRun(ofLine: line) { text, _, link in
        letters += Self.letters(in: text)
        guard hasLinks else { return }
        let start = column
        column += DisplayWidth.columns(of: Array(text), in: 0..<text.count)
        guard let link else { return }
        if let last = spans.last, last.line == line, last.link == link,
          last.columns.upperBound == start
        {
          spans[spans.count - 1].columns = last.columns.lowerBound..<column
        } else {
          spans.append(LinkSpan(link: link, line: line, columns: start..<column))
        }
      }
      lettersBefore.append(lettersBefore[line] + letters)
    }
    self.page = page
    self.lettersBefore = lettersBefore
    linkSpans = spans
    var seen: Set<Int> = []
    links = spans.map(\.link).filter { seen.insert($0).inserted }
  }

  /// Counts scalars that are letters or digits of ASCII or lie outside of it, but not what pages are
  /// drawn with (U+2000 to U+2FFF): rules and bars differ from width to width.
  private static func letters(in text: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in text {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0xc2..<0xe2, 0xe3...0xf4: count += 1
      default: break
      }
    }
    return count
  }

  /// The number of lines.
  var lineCount: Int { page.lineCount }

  /// The index in `page.headings` of the section that `line` is in; nil before the first one.
  func headingIndex(at line: Int) -> Int? {
    page.headings.lastIndex { $0.line <= line }
  }

  /// The heading of the section called `anchor`: an exact match, else one that differs in case and
  /// hyphens only.
  func heading(named anchor: String) -> Page.Heading? {
    func forgiving(_ anchor: String) -> String {
      anchor.lowercased().split(separator: "-").joined(separator: "-")
    }
    return page.headings.first { $0.anchor == anchor }
      ?? page.headings.first { forgiving($0.anchor) == forgiving(anchor) }
  }

  /// The place at which `line` starts.
  func place(ofLine line: Int) -> Place {
    let line = min(max(line, 0), lineCount)
    let heading = headingIndex(at: line).map { page.headings[$0] }
    return Place(
      section: heading?.anchor, letters: lettersBefore[line] - lettersBefore[heading?.line ?? 0])
  }

  /// The line a place is on. One whose section is gone is at the start.
  func line(of place: Place) -> Int {
    var start = 0
    if let section = place.section {
      guard let heading = heading(named: section) else { return 0 }
      start = heading.line
    }
    guard place.letters > 0 else { return start }
    let wanted = lettersBefore[start] + place.letters
    // The last line with no more letters before it than that.
    var low = start
    var high = lineCount
    while low < high {
      let middle = (low + high + 1) / 2
      if lettersBefore[middle] <= wanted { low = middle } else { high = middle - 1 }
    }
    return min(low, max(0, lineCount - 1))
  }
}
