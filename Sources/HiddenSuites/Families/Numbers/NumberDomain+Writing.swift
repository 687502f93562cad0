import Dialects

// How numbers are written, and read again.

extension NumberDomain {
  /// What stands at a text's beginning that may be one of the numbers as they are written.
  func written(in text: Substring) -> Substring {
    switch notation {
    case .digits(let count):
      return text.prefix { $0 == "-" || $0.isNumber || count > 0 && $0 == "." }
    case .words: return text.prefix(while: \.isLetter)
    case .names:
      guard text.first == "\"" else { return text.prefix { $0.isLetter || $0.isNumber } }
      guard let end = text.dropFirst().firstIndex(of: "\"") else { return text.prefix(0) }
      return text[...end]
    }
  }

  /// The number as a learner writes it.
  func text(_ number: Int128) -> String {
    switch notation {
    case .words(let words) where range.contains(number): words[Int(number)]
    case .digits, .words: digits(of: number)
    case .names: writtenName(number)
    }
  }

  /// Reads what `text` writes; nil for anything else.
  func number(in text: String) -> Int128? {
    switch notation {
    case .digits: decimal(in: text)
    case .words(let words): words.firstIndex(of: text).map { Int128($0) }
    case .names(let letter): name(in: text, letter)
    }
  }

  // MARK: Digits

  /// The number without needless zeros: `0.25`.
  private func digits(of number: Int128) -> String {
    let (whole, part) = number.magnitude.quotientAndRemainder(dividingBy: one.magnitude)
    let sign = number < 0 ? "-" : ""
    guard part > 0 else { return "\(sign)\(whole)" }
    var digits = Array(String(part))
    digits = Array(repeating: "0", count: decimals - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(whole).\(String(digits))"
  }

  private func decimal(in text: String) -> Int128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2 else { return nil }
    let part = parts.count == 2 ? String(parts[1]) : ""
    guard part.utf8.count <= decimals else { return nil }
    let zeros = String(repeating: "0", count: decimals - part.utf8.count)
    guard let number = Int128(first + part + zeros), number.magnitude < 1 << 100,
      self.text(number) == text
    else { return nil }
    return number
  }

  // MARK: Names

  /// The numbers of the names that are written oddly.
  static let oddNames = Array(Int128(WrittenName.lastPlain) + 1...Int128(WrittenName.last))

  /// The name that a submission is given; nil for a number that is no name's.
  func name(_ number: Int128) -> String? {
    guard case .names(let letter) = notation else { return nil }
    return UInt64(exactly: number).flatMap { WrittenName.text($0, letter) }
  }

  /// A name that is written oddly stands in quotation marks.
  private func writtenName(_ number: Int128) -> String {
    guard let name = name(number) else { return "another name" }
    guard number > Int128(WrittenName.lastPlain) else { return name }
    return "\"\(name.replacing("\n", with: "\\n"))\""
  }

  private func name(in text: String, _ letter: Character) -> Int128? {
    let isOdd = text.count > 1 && text.first == "\"" && text.last == "\""
    let name = isOdd ? String(text.dropFirst().dropLast()).replacing("\\n", with: "\n") : text
    guard let number = WrittenName.number(of: name, letter) else { return nil }
    return isOdd == (number > WrittenName.lastPlain) ? Int128(number) : nil
  }
}
