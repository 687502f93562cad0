import Dialects

// How numbers are written, and read again.

extension NumberDomain {
  /// What stands at a text's beginning that may be one of the numbers as they are written.
  func written(in text: Substring) -> Substring {
    switch notation {
    case .digits(let count):
      return text.prefix { $0 == "-" || $0.isNumber || count > 0 && $0 == "." }
    case .words: return text.prefix(while: \.isLetter)
    case .list: return text.prefix(0)
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
    case .digits, .words, .list: digits(of: number)
    case .names: writtenName(number)
    }
  }

  /// Reads what `text` writes; nil for anything else.
  func number(in text: String) -> Int128? {
    switch notation {
    case .digits: decimal(in: text)
    case .words(let words): words.firstIndex(of: text).map { Int128($0) }
    case .names(let letter, _): name(in: text, letter)
    case .list: nil
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

  /// The same, of equal ones only the first.
  static let unequalNames = oddNames.filter { WrittenName.first(equalTo: UInt64($0)) == $0 }

  /// The numbers of the names that are equal to one, itself the first.
  static func names(equalTo number: Int128) -> [Int128] {
    func first(_ number: Int128) -> UInt64 { WrittenName.first(equalTo: UInt64(clamping: number)) }
    return [number] + oddNames.filter { $0 != number && first($0) == first(number) }
  }

  /// The name that a submission is given; nil for a number that is no name's.
  func name(_ number: Int128) -> String? {
    guard case .names(let letter, _) = notation else { return nil }
    return UInt64(exactly: number).flatMap { WrittenName.text($0, letter) }
  }

  /// A name that is written oddly stands in quotation marks, as a literal in Swift: what does not show by itself
  /// by its number, since names that look alike may be different, and equal ones written in two ways.
  private func writtenName(_ number: Int128) -> String {
    guard let name = name(number) else { return "another name" }
    guard number > Int128(WrittenName.lastPlain) else { return name }
    if name.utf8.count > 100 { return "\"\(name.prefix(4))..., \(name.utf8.count) bytes\"" }
    let scalars = name.unicodeScalars.map { scalar in
      scalar == "\n"
        ? "\\n" : scalar.isASCII && scalar.value > 31 ? String(scalar) : Self.escape(scalar)
    }
    return "\"\(scalars.joined())\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  private func name(in text: String, _ letter: Character) -> Int128? {
    let isOdd = text.count > 1 && text.first == "\"" && text.last == "\""
    guard isOdd else {
      return WrittenName.number(of: text, letter).flatMap {
        $0 > WrittenName.lastPlain ? nil : Int128($0)
      }
    }
    return (Int128(WrittenName.lastPlain) + 1...range.upperBound).first { writtenName($0) == text }
  }
}
