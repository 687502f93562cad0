/// Takes code apart into tokens, as far as colouring it needs. Accepts anything, changes nothing:
/// the tokens follow each other without gaps. Time is linear in the code, whatever is in it.
struct CodeScanner {
  /// What a stretch of code is.
  enum Kind {
    case other, keyword, type, string, comment, number, attribute
  }

  /// A stretch of code, from where the one before it ended.
  struct Token {
    var end: Int
    var kind: Kind
  }

  /// What came before, blanks and comments apart; decides what a slash or a name is.
  private enum Previous {
    case nothing, operand, `operator`, point
  }

  /// A string that is open, or interrupted by an expression in it.
  private struct OpenString {
    var quote: UInt8
    /// 1 or 3.
    var quotes: Int
    /// How many `#` are around it.
    var numberSigns = 0
    var hasInterpolation: Bool
    var isMultiline: Bool
    /// How deep the expression's own brackets are nested; nil within the text.
    var depth: Int?
  }

  private let source: [UInt8]
  private let limit: Int
  private let language: CodeLanguage
  private var position: Int
  private var strings: [OpenString] = []
  private var previous = Previous.nothing
  private var isLineStart = true
  /// Before this offset, no slash starts a regular expression: the line has no end of one.
  private var slashesEnd = 0

  /// Prepares to scan `range` of `source`, valid UTF-8.
  init(_ source: [UInt8], in range: Range<Int>, language: CodeLanguage) {
    self.source = source
    self.language = language
    position = range.lowerBound
    limit = range.upperBound
  }

  /// The next token; nil at the end.
  mutating func next() -> Token? {
    guard position < limit else { return nil }
    if let string = strings.last, string.depth == nil {
      scanText(of: string)
      return Token(end: position, kind: .string)
    }
    let kind = scanCode()
    return Token(end: position, kind: kind)
  }

  private func byte(_ offset: Int) -> UInt8 {
    offset < limit ? source[offset] : 0
  }

  // MARK: - Strings

  /// Scans the text of a string up to its end or the next expression in it.
  private mutating func scanText(of string: OpenString) {
    while position < limit {
      let byte = source[position]
      if byte == string.quote, isEnd(of: string) {
        position += string.quotes + string.numberSigns
        strings.removeLast()
        previous = .operand
        return
      }
      if byte == 0x0a, !string.isMultiline {
        strings.removeLast()
        return
      }
      if string.hasInterpolation, let length = interpolation(in: string) {
        position += length
        strings[strings.count - 1].depth = 0
        previous = .operator
        return
      }
      switch byte {
      case 0x5c where string.numberSigns == 0: position = min(position + 2, limit)
      case 0x7b where self.byte(position + 1) == 0x7b: position += 2
      default: position += 1
      }
    }
  }

  private func isEnd(of string: OpenString) -> Bool {
    guard position + string.quotes + string.numberSigns <= limit else { return false }
    for offset in position..<position + string.quotes where source[offset] != string.quote {
      return false
    }
    let signs = position + string.quotes
    for offset in signs..<signs + string.numberSigns where source[offset] != 0x23 {
      return false
    }
    return true
  }

  /// The length of what opens an expression here; nil when nothing does.
  private func interpolation(in string: OpenString) -> Int? {
    switch language.interpolation {
    case .backslashParenthesis:
      guard source[position] == 0x5c else { return nil }
      var offset = position + 1
      while offset - position <= string.numberSigns {
        guard byte(offset) == 0x23 else { return nil }
        offset += 1
      }
      return byte(offset) == 0x28 ? offset + 1 - position : nil
    case .dollarBrace:
      return source[position] == 0x24 && byte(position + 1) == 0x7b ? 2 : nil
    case .brace:
      return source[position] == 0x7b && byte(position + 1) != 0x7b ? 1 : nil
    }
  }

  /// Opens the string whose first quote is `signs` bytes ahead.
  private mutating func openString(numberSigns signs: Int = 0, isInterpolated: Bool) {
    let quote = source[position + signs]
    let start = position + signs
    let isTriple =
      language.hasTripleQuotes && byte(start + 1) == quote && byte(start + 2) == quote
    position = start + (isTriple ? 3 : 1)
    strings.append(
      OpenString(
        quote: quote, quotes: isTriple ? 3 : 1, numberSigns: signs,
        hasInterpolation: isInterpolated, isMultiline: isTriple || quote == 0x60))
  }

  private func isInterpolated(_ quote: UInt8) -> Bool {
    switch language.interpolation {
    case .backslashParenthesis: true
    case .dollarBrace: quote == 0x60
    case .brace: false
    }
  }

  // MARK: - Code

  private mutating func scanCode() -> Kind {
    let byte = source[position]
    if byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a {
      scanBlanks()
      return .other
    }
    defer { isLineStart = false }
    if startsWith(language.lineComment) {
      position = endOfLine()
      return .comment
    }
    if byte == 0x2f, self.byte(position + 1) == 0x2a, language.blockComments != .none {
      scanBlockComment()
      return .comment
    }
    if language.quotes.contains(byte) {
      openString(isInterpolated: isInterpolated(byte))
      return .string
    }
    if byte == 0x23, language.hasNumberSigns { return scanNumberSign() }
    if isDigit(byte) || (byte == 0x2e && previous != .operand && isDigit(self.byte(position + 1))) {
      scanNumber()
      return .number
    }
    if isNameByte(byte) { return scanName() }
    if byte == 0x40, isNameByte(self.byte(position + 1)), !isDigit(self.byte(position + 1)),
      language.attributes == .anywhere || isLineStart
    {
      position += 1
      while position < limit, isNameByte(source[position]) || source[position] == 0x2e {
        position += 1
      }
      previous = .operator
      return .attribute
    }
    if byte == 0x2f, language.hasRegularExpressions, scanRegularExpression() { return .string }
    return scanPunctuation(byte)
  }

  private mutating func scanBlanks() {
    while position < limit {
      switch source[position] {
      case 0x0a:
        isLineStart = true
        // An expression in a string of one line ends with the line, whatever is missing.
        while let string = strings.last, !string.isMultiline { strings.removeLast() }
        position += 1
      case 0x20, 0x09, 0x0d: position += 1
      default: return
      }
    }
  }

  private mutating func scanPunctuation(_ byte: UInt8) -> Kind {
    position += 1
    switch byte {
    case 0x29, 0x5d, 0x7d: previous = .operand
    case 0x2e: previous = position > 1 && source[position - 2] == 0x2e ? .operator : .point
    default: previous = .operator
    }
    if byte == 0x60 { skipQuotedName() }
    guard let last = strings.indices.last, let depth = strings[last].depth else { return .other }
    if byte == language.interpolation.opening {
      strings[last].depth = depth + 1
    } else if byte == language.interpolation.closing {
      strings[last].depth = depth > 0 ? depth - 1 : nil
      return depth > 0 ? .other : .string
    }
    return .other
  }

  /// Skips a name between backticks: a name, even where it reads like keywords.
  private mutating func skipQuotedName() {
    var end = position
    while end < limit, source[end] != 0x60, source[end] != 0x0a { end += 1 }
    guard byte(end) == 0x60 else { return }
    position = end + 1
    previous = .operand
  }

  private mutating func scanBlockComment() {
    var depth = 0
    while position < limit {
      if source[position] == 0x2f, byte(position + 1) == 0x2a {
        depth = language.blockComments == .nested ? depth + 1 : 1
        position += 2
      } else if source[position] == 0x2a, byte(position + 1) == 0x2f {
        depth -= 1
        position += 2
        if depth == 0 { return }
      } else {
        position += 1
      }
    }
  }

  private mutating func scanNumberSign() -> Kind {
    var end = position
    while end < limit, source[end] == 0x23 { end += 1 }
    if end < limit, language.quotes.contains(source[end]) {
      openString(numberSigns: end - position, isInterpolated: true)
      return .string
    }
    position = end
    previous = .operator
    guard isNameByte(byte(end)), !isDigit(byte(end)) else { return .other }
    while position < limit, isNameByte(source[position]) { position += 1 }
    return .keyword
  }

  private mutating func scanNumber() {
    let isHexadecimal = source[position] == 0x30 && byte(position + 1) | 0x20 == 0x78
    while position < limit {
      let byte = source[position]
      if isNameByte(byte) || (byte == 0x2e && isDigit(self.byte(position + 1))) {
        position += 1
        if !isHexadecimal, byte | 0x20 == 0x65, [0x2b, 0x2d].contains(self.byte(position)),
          isDigit(self.byte(position + 1))
        {
          position += 1
        }
      } else {
        break
      }
    }
    previous = .operand
  }

  private mutating func scanName() -> Kind {
    let start = position
    while position < limit, isNameByte(source[position]) { position += 1 }
    if language.hasStringPrefixes, position - start <= 2, position < limit,
      language.quotes.contains(source[position]), isStringPrefix(start..<position)
    {
      let isInterpolated = source[start..<position].contains { [0x66, 0x74].contains($0 | 0x20) }
      openString(isInterpolated: isInterpolated)
      return .string
    }
    let name = String(decoding: source[start..<position], as: UTF8.self)
    let isMember = previous == .point
    previous = .operand
    if !isMember {
      if language.constants.contains(name) { return .number }
      if language.keywords.contains(name)
        || (language.contextualKeywords.contains(name) && isFollowedByWord())
      {
        previous = .operator
        return .keyword
      }
    }
    return isType(start..<position) ? .type : .other
  }

  private func isStringPrefix(_ range: Range<Int>) -> Bool {
    source[range].allSatisfy { [0x62, 0x66, 0x72, 0x74, 0x75].contains($0 | 0x20) }
  }

  /// True when a space and then something follows that cannot follow a name.
  private func isFollowedByWord() -> Bool {
    guard byte(position) == 0x20 || byte(position) == 0x0a else { return false }
    var offset = position
    while byte(offset) == 0x20 { offset += 1 }
    let next = byte(offset)
    return isNameByte(next) || [0x0a, 0x22, 0x27, 0x28, 0x5b, 0x60, 0x7b, 0x7d].contains(next)
  }

  /// True for a name that starts with a capital and, where capitals alone mean a constant, goes on
  /// with a small letter somewhere.
  private func isType(_ range: Range<Int>) -> Bool {
    guard let first = source[range].first(where: { $0 != 0x5f }), (0x41...0x5a).contains(first)
    else { return false }
    return language.hasTypesInCapitals
      || source[range].contains { (0x61...0x7a).contains($0) }
  }

  private mutating func scanRegularExpression() -> Bool {
    guard previous != .operand, position >= slashesEnd, position + 1 < limit,
      ![0x20, 0x09, 0x0a, 0x3d].contains(source[position + 1])
    else { return false }
    var offset = position + 1
    var isInClass = false
    while offset < limit, source[offset] != 0x0a {
      switch source[offset] {
      case 0x5c: offset += 1
      case 0x5b: isInClass = true
      case 0x5d: isInClass = false
      case 0x2f where !isInClass:
        position = offset + 1
        while position < limit, isNameByte(source[position]) { position += 1 }
        previous = .operand
        return true
      default: break
      }
      offset += 1
    }
    slashesEnd = offset
    return false
  }

  private func startsWith(_ mark: StaticString) -> Bool {
    mark.withUTF8Buffer { mark in
      position + mark.count <= limit
        && mark.indices.allSatisfy { source[position + $0] == mark[$0] }
    }
  }

  private func endOfLine() -> Int {
    source[position..<limit].firstIndex(of: 0x0a) ?? limit
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x24, 0x80...: true
    default: false
    }
  }
}
