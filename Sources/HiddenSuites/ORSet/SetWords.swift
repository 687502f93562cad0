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
