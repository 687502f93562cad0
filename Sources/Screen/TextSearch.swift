import Reader

/// Where words occur in a page.
///
/// Case counts only when the words have a capital letter, as in `less -i`. A run of blanks matches
/// any other, and the end of a line within a paragraph counts as one, so that a phrase is found
/// however the page is wrapped.
struct TextSearch {
  /// A position in a page: a line, and an offset into its UTF-8.
  struct Position: Hashable, Comparable {
    var line: Int
    var offset: Int

    static func < (a: Position, b: Position) -> Bool {
      (a.line, a.offset) < (b.line, b.offset)
    }
  }

  /// What was looked for.
  let words: String
  /// Where it occurs, in order; no two overlap.
  private(set) var matches: [Range<Position>] = []

  private let pattern: [UInt32]
  private let ignoresCase: Bool

  /// The paragraph being read, a scalar each, and where it is.
  private var scalars: [UInt32] = []
  private var positions: [Range<Position>] = []

  /// Looks for `words` in all of `page`.
  init(_ words: String, in page: Page) {
    self.words = words
    let ignoresCase = !words.unicodeScalars.contains { $0.properties.isUppercase }
    self.ignoresCase = ignoresCase
    var pattern: [UInt32] = []
    for scalar in words.unicodeScalars {
      if !scalar.properties.isWhitespace {
        pattern.append(Self.folded(scalar, ignoringCase: ignoresCase))
      } else if pattern.last != 0x20 {
        pattern.append(0x20)
      }
    }
    self.pattern = pattern
    guard !pattern.isEmpty else { return }
    for line in 0..<page.lineCount { read(page.line(line), line) }
    searchParagraph()
  }

  private mutating func read(_ text: String, _ line: Int) {
    var offset = 0
    var isAtStart = true
    for scalar in text.unicodeScalars {
      let end = offset + UTF8.width(scalar)
      defer { offset = end }
      let isBlank = scalar == " " || scalar == "\t"
      // Bars and blanks before a line's text are not part of its paragraph.
      if isAtStart, isBlank || scalar == "▌" { continue }
      let position = Position(line: line, offset: offset)..<Position(line: line, offset: end)
      if isAtStart, !scalars.isEmpty { append(0x20, position.lowerBound..<position.lowerBound) }
      isAtStart = false
      append(isBlank ? 0x20 : Self.folded(scalar, ignoringCase: ignoresCase), position)
    }
    if isAtStart { searchParagraph() }
  }

  private mutating func append(_ scalar: UInt32, _ position: Range<Position>) {
    if scalar == 0x20, scalars.last == 0x20 { return }
    scalars.append(scalar)
    positions.append(position)
  }

  private mutating func searchParagraph() {
    var start = 0
    while start + pattern.count <= scalars.count {
      if scalars[start] == pattern[0], scalars[start..<start + pattern.count].elementsEqual(pattern)
      {
        let last = positions[start + pattern.count - 1]
        matches.append(positions[start].lowerBound..<last.upperBound)
        start += pattern.count
      } else {
        start += 1
      }
    }
    scalars.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
  }

  private static func folded(_ scalar: Unicode.Scalar, ignoringCase: Bool) -> UInt32 {
    guard ignoringCase else { return scalar.value }
    if scalar.isASCII {
      return (0x41...0x5a).contains(scalar.value) ? scalar.value + 0x20 : scalar.value
    }
    guard scalar.properties.changesWhenLowercased else { return scalar.value }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first?.value ?? scalar.value : scalar.value
  }

  /// The index of the first match that starts at `line` or after it; nil when there is none.
  func firstMatch(fromLine line: Int) -> Int? {
    var low = 0
    var high = matches.count
    while low < high {
      let middle = (low + high) / 2
      if matches[middle].lowerBound.line < line { low = middle + 1 } else { high = middle }
    }
    return low < matches.count ? low : nil
  }

  /// The parts of matches that are on `line`, each with the match's index.
  func parts(onLine line: Int) -> [(match: Int, offsets: Range<Int>)] {
    var parts: [(match: Int, offsets: Range<Int>)] = []
    // A match that started on lines before reaches at most as far as it is long.
    var index = firstMatch(fromLine: max(0, line - pattern.count)) ?? matches.count
    while index < matches.count, matches[index].lowerBound.line <= line {
      let match = matches[index]
      if match.upperBound.line >= line {
        let start = match.lowerBound.line == line ? match.lowerBound.offset : 0
        let end = match.upperBound.line == line ? match.upperBound.offset : .max
        if start < end { parts.append((index, start..<end)) }
      }
      index += 1
    }
    return parts
  }
}
