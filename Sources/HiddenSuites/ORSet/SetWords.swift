import Simulation

/// Words that a careless set takes for each other, or for nothing at all.
enum SetWords {
  /// Words that are alike in some way, group by group.
  static let groups: [[SetElement]] = [
    ["", " ", "milk"],
    ["caf\u{E9}", "cafe\u{301}", "caf", "cafe"],
    ["milk", "Milk", "mint", "milk "],
    ["chocolate biscuits, dark", "chocolate biscuits, milk"],
    [long + "a", long + "b", "a" + long],
    ["Aa", "BB", "aA"],
    ["\u{1F95B}", "\u{1F95C}", "?"],
    ["n1:1", "0", "00", "\u{0}"],
  ].map { (words: [String]) in words.map(SetElement.init) }

  /// Pairs of words that differ in little: behind a prefix or before an ending of every length at which
  /// somebody might stop reading, in the last bit, the last byte or the order of their letters, in
  /// letter case or spelling, behind a mark at which text may be cut, or in the upper bits of what they
  /// are written with. Words that Swift takes for equal are among them, spelled in two ways.
  static func lookalikes(random: inout RandomSource) -> [SetElement] {
    var words: [String] = []
    for length in [1, 2, 4, 8, 12, 16, 20, 24, 31, 32, 48, 63, 64, 100, 127, 128, 255, 256] {
      let same = letters(length, random: &random)
      let (one, other) = (letters(2, random: &random), letters(3, random: &random))
      words += [same + one, same + other, one + same, other + same]
    }
    let body = letters(6, random: &random)
    let turned = String(body.reversed())
    words += [body, turned, "a" + body + "z", "a" + turned + "z", body.uppercased()]
    words += [body + "a", body + "b", "b" + body + "a", "a" + body + "b", body + body]
    for mark in marks { words += [body + mark + "1", body + mark + "2"] }
    words += spellings.map { body + $0 } + spellings
    for scalar in body.unicodeScalars.prefix(2) {
      for step in [0x100, 0x200, 0x1_0000, 0x2_0000] as [UInt32] {
        if let twin = Unicode.Scalar(scalar.value + step) { words.append(String(twin) + body) }
      }
      words.append(String(scalar) + body)
    }
    return words.map(SetElement.init)
  }

  /// What may separate or end a text somewhere.
  private static let marks = [
    "\0", "\n", "\r\n", "\t", " ", ",", ";", ":", "/", "\\", "|", "=", "#", "%", "&", "\"", "'",
    ".",
    "-", "_", "\u{A0}", "\u{200B}", "\u{FEFF}",
  ]

  /// Endings that fold into each other in one way or another, or are equal.
  private static let spellings = [
    "", " ", "\u{E9}", "e\u{301}", "C)", "\u{C9}", "e", "\u{AC00}", "\u{1100}\u{1161}", "\u{212B}",
    "\u{C5}", "\u{FB01}", "fi", "\u{DF}", "ss", "\u{FF11}", "1", "01", "+1", "1.0", "0", "-0", "i",
    "\u{131}", "I", "\u{130}", "\u{1F95B}", "\u{F95B}", "\u{1F95C}", "\u{2028}", "\u{FFFD}", "?",
    "n1:1", "nil", "null", "[]", "{}",
  ]

  private static let long = String(repeating: "x", count: 300)

  /// So many words without anything in common.
  static func many(_ count: Int, random: inout RandomSource) -> [SetElement] {
    var words: [SetElement] = []
    var known: SetElements = []
    while words.count < count {
      let word = SetElement(letters(3 + random.index(below: 6), random: &random))
      if known.insert(word).inserted { words.append(word) }
    }
    return words
  }

  /// A word and others that differ from it in a little.
  static func alike(_ count: Int, random: inout RandomSource) -> [SetElement] {
    let lengths = [0, 1, 4, 9, 17, 40, 130]
    let word = letters(lengths[random.index(below: lengths.count)], random: &random)
    var words = [SetElement(word)]
    var known = SetElements(words)
    while words.count < count {
      let other = SetElement(changed(word, random: &random))
      if known.insert(other).inserted { words.append(other) }
    }
    return words
  }

  private static func letters(_ count: Int, random: inout RandomSource) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return String((0..<count).map { _ in letters[random.index(below: letters.count)] })
  }

  private static func changed(_ word: String, random: inout RandomSource) -> String {
    let letter = letters(1, random: &random)
    return switch random.index(below: 9) {
    case 0: word + letter
    case 1: letter + word
    case 2: String(word.dropLast()) + letter
    case 3: letter + String(word.dropFirst())
    case 4: word.prefix(1).uppercased() + word.dropFirst() + (word.isEmpty ? "\u{E9}" : "")
    case 5: word + "\u{301}"
    case 6: word + " "
    case 7: String(word.reversed()) + (word.count < 2 ? letter : "")
    default: word + "\u{E9}" + letter
    }
  }
}
