/// What a set can hold in this suite: a word, equal to another as strings are in Swift, however its
/// accents are spelled.
struct SetElement: Hashable, Sendable {
  let word: String

  init(_ word: String) { self.word = word }

  static let milk = SetElement("milk")
  static let eggs = SetElement("eggs")
  static let bread = SetElement("bread")
  /// The words of examples, and what a set is asked about that is asked about nothing in particular.
  static let plain = [milk, eggs, bread]

  /// The longest word there is, in scalars.
  private static let longest = 4_096

  /// The word as a story shows it: as it is, or in quotes with what cannot be seen spelled out, and
  /// what is repeated often written once with its number, as in `"x\{300}"`.
  var text: String {
    if !word.isEmpty, word.utf8.allSatisfy({ (97...122).contains($0) }), word.utf8.count <= 20 {
      return word
    }
    var text = ""
    var rest = Array(word.unicodeScalars)[...]
    while let scalar = rest.first {
      let run = rest.prefix { $0 == scalar }.count
      rest = rest.dropFirst(run)
      let spelled = Self.spelled(scalar)
      text += run < 8 ? String(repeating: spelled, count: run) : "\(spelled)\\{\(run)}"
    }
    return "\"\(text)\""
  }

  /// Reads what `text` writes; nil for anything else.
  init?(text: String) {
    guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 else {
      self.init(text)
      if self.text != text { return nil }
      return
    }
    var word = String.UnicodeScalarView()
    var rest = text.unicodeScalars.dropFirst().dropLast()
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        word.append(scalar)
        continue
      }
      let isScalar = rest.first == "u"
      if isScalar { rest.removeFirst() }
      guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}") else { return nil }
      let digits = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      if isScalar {
        guard let value = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else { return nil }
        word.append(value)
      } else {
        guard let last = word.last, let count = Int(digits), (1...Self.longest).contains(count),
          word.count + count <= Self.longest
        else { return nil }
        word.append(contentsOf: repeatElement(last, count: count - 1))
      }
    }
    self.init(String(word))
    guard word.count <= Self.longest, self.text == text else { return nil }
  }

  /// The same word with its accents written in the other way, with their letters or after them; nil where there is
  /// none of the few that are known here.
  var respelled: SetElement? {
    for pair in [("\u{E9}", "e\u{301}"), ("\u{C5}", "A\u{30A}"), ("\u{AC00}", "\u{1100}\u{1161}")] {
      for (one, other) in [pair, (pair.1, pair.0)] {
        let (scalars, sought) = (Array(word.unicodeScalars), Array(one.unicodeScalars))
        guard
          let place = scalars.indices.first(where: { scalars[$0...].starts(with: sought) })
        else { continue }
        var changed = String.UnicodeScalarView(scalars[..<place])
        changed += other.unicodeScalars
        changed += scalars[(place + sought.count)...]
        return SetElement(String(changed))
      }
    }
    return nil
  }

  private static func spelled(_ scalar: Unicode.Scalar) -> String {
    let isPlain = (32...126).contains(scalar.value) && scalar != "\"" && scalar != "\\"
    return isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}

/// Some of the elements.
typealias SetElements = Set<SetElement>

extension SetElements {
  /// The elements as a set is written, such as `{eggs, milk}`; of many, the first few.
  func text(withStrangers hasStranger: Bool) -> String {
    let names = map(\.text).sorted()
    let shown = Array(names.prefix(8)) + (names.count > 8 ? ["… (\(names.count))"] : [])
    return "{\((shown + (hasStranger ? ["?"] : [])).joined(separator: ", "))}"
  }
}
