import Reader
import Terminal

extension ReadingRoom {
  /// The most characters that can be searched for.
  private static let wordsMaximum = 200

  /// Obeys a key while the words to search for are typed.
  mutating func type(_ key: Key) {
    guard var words = prompt else { return }
    switch key {
    case .character(let character):
      words.append(character)
    case .paste(let text):
      words += text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    case .backspace, .delete:
      guard !words.isEmpty else {
        prompt = nil
        return
      }
      words.removeLast()
    case .control("u"):
      words = ""
    case .control("w"):
      while words.last?.isWhitespace ?? false { words.removeLast() }
      while let last = words.last, !last.isWhitespace { words.removeLast() }
    case .escape:
      prompt = nil
      return
    case .enter:
      prompt = nil
      searchFor(words)
      return
    default:
      break
    }
    prompt = String(Sanitizer.clean(words).prefix(Self.wordsMaximum))
  }

  /// Goes to the first match from the top of the screen on. No words at all search for the last ones
  /// again.
  private mutating func searchFor(_ words: String) {
    let isEmpty = words.allSatisfy(\.isWhitespace)
    if isEmpty, search == nil { return }
    if !isEmpty {
      search = TextSearch(words, in: open.page)
      currentMatch = nil
    }
    goToMatch(isForward: true)
  }

  /// Goes to the match after or before the current one, around the end of the text if need be.
  mutating func goToMatch(isForward: Bool) {
    guard let search else {
      message = "nothing has been searched for; / searches"
      return
    }
    let count = search.matches.count
    guard count > 0 else {
      message = "not found: \(search.words)"
      return
    }
    let next: Int
    if let currentMatch, isShown(match: currentMatch, of: search) {
      next = (currentMatch + (isForward ? 1 : count - 1)) % count
    } else if isForward {
      next = search.firstMatch(fromLine: top) ?? 0
    } else {
      next = ((search.firstMatch(fromLine: top) ?? 0) + count - 1) % count
    }
    let isAround = currentMatch.map { isForward ? next <= $0 : next >= $0 } ?? false
    currentMatch = next
    showMatch(search.matches[next])
    message =
      "match \(next + 1) of \(count)"
      + (isAround && count > 1 ? isForward ? ", from the start again" : ", from the end again" : "")
  }

  private func isShown(match: Int, of search: TextSearch) -> Bool {
    let line = search.matches[match].lowerBound.line
    return line >= top && line < top + size.bodyRows
  }

  private mutating func showMatch(_ match: Range<TextSearch.Position>) {
    let line = match.lowerBound.line
    if line < top || match.upperBound.line >= top + size.bodyRows {
      // A third down, so that what leads to the match is seen too.
      moveTop(to: line - size.bodyRows / 3)
    }
    let text = Array(open.page.line(line).utf8)
    let start = DisplayWidth.columns(of: text, in: 0..<match.lowerBound.offset)
    let endOffset = match.upperBound.line == line ? match.upperBound.offset : text.count
    let end = DisplayWidth.columns(of: text, in: 0..<endOffset)
    bringIntoSight(start..<end, ofLine: line)
  }
}
