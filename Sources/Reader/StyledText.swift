import Terminal

/// Text in one buffer and the styles of its runs, in order and without gaps.
struct StyledText {
  /// A stretch of text of one style.
  struct Run: Hashable {
    /// The offset just past the run.
    var end: Int
    var style: Style
    /// The page's link the text belongs to; nil for none.
    var link: Int?
  }

  /// Clean UTF-8; a line feed is a line end that must stay.
  private(set) var bytes: [UInt8] = []
  private(set) var runs: [Run] = []

  var isEmpty: Bool { bytes.isEmpty }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
  }

  /// Takes everything from offset `end` on away again.
  mutating func truncate(to end: Int) {
    bytes.removeLast(bytes.count - end)
    while let last = runs.last, last.end > end {
      let start = runs.count > 1 ? runs[runs.count - 2].end : 0
      if start < end {
        runs[runs.count - 1].end = end
        return
      }
      runs.removeLast()
    }
  }

  /// Appends text of the program's own.
  mutating func append(_ text: String, _ style: Style = .plain, link: Int? = nil) {
    bytes.append(contentsOf: text.utf8)
    extendRuns(style, link)
  }

  /// Appends the same byte a number of times.
  mutating func append(_ byte: UInt8, count: Int, _ style: Style = .plain) {
    bytes.append(contentsOf: repeatElement(byte, count: count))
    extendRuns(style, nil)
  }

  /// Appends text from elsewhere, cleaned.
  mutating func append(
    cleaning text: [UInt8], in range: Range<Int>, layout: Sanitizer.Layout = .flowing,
    _ style: Style, link: Int? = nil
  ) {
    Sanitizer.append(text, in: range, to: &bytes, layout: layout)
    extendRuns(style, link)
  }

  /// Appends a part of another styled text.
  mutating func append(_ other: StyledText, in range: Range<Int>) {
    other.forEachRun(in: range) { slice, style, link in
      bytes.append(contentsOf: other.bytes[slice])
      extendRuns(style, link)
    }
  }

  /// Calls `body` with the parts of `range` that have one style each, in order.
  func forEachRun(in range: Range<Int>, _ body: (Range<Int>, Style, Int?) -> Void) {
    var start = range.lowerBound
    var index = firstRun(endingAfter: start)
    while start < range.upperBound, index < runs.count {
      let end = min(runs[index].end, range.upperBound)
      body(start..<end, runs[index].style, runs[index].link)
      start = end
      index += 1
    }
  }

  private func firstRun(endingAfter offset: Int) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].end > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private mutating func extendRuns(_ style: Style, _ link: Int?) {
    let end = bytes.count
    if let last = runs.last {
      if last.end == end { return }
      if last.style == style, last.link == link {
        runs[runs.count - 1].end = end
        return
      }
    } else if end == 0 {
      return
    }
    runs.append(Run(end: end, style: style, link: link))
  }
}
