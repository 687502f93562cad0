import Curriculum
import Markdown

/// Finds the glossary's terms in running text.
struct TermFinder {
  /// A term as the page shows it.
  struct Term {
    /// As the glossary writes it.
    let name: String
    /// Its anchor on the page of the glossary.
    let anchor: String
    /// The section that explains it.
    let home: SectionReference?
  }

  /// Where a term stands in a text.
  struct Place {
    let term: Term
    let range: Range<String.Index>
  }

  /// The terms by their first word; of each the words, longest first.
  private var terms: [String: [(words: [String], term: Term)]] = [:]
  /// Every term, in the glossary's order.
  let all: [Term]

  init(_ glossary: [GlossaryTerm]) {
    all = glossary.map {
      Term(name: $0.name, anchor: Self.anchor(of: $0.name), home: $0.chapter)
    }
    for term in all {
      let words = Self.words(of: term.name[...]).map { Self.folded($0.text) }
      guard let first = words.first else { continue }
      terms[first, default: []].append((words, term))
    }
    for word in terms.keys { terms[word]?.sort { $0.words.count > $1.words.count } }
  }

  /// The anchor of a term on the page of the glossary.
  static func anchor(of name: String) -> String {
    let letters = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return "term-" + String(letters)
  }

  /// The terms in a text from left to right, none of them overlapping.
  func places(in text: Substring) -> [Place] {
    let words = Self.words(of: text)
    var places: [Place] = []
    var index = 0
    while index < words.count {
      guard let (length, term) = term(at: index, of: words) else {
        index += 1
        continue
      }
      let end = words[index + length - 1].range.upperBound
      places.append(Place(term: term, range: words[index].range.lowerBound..<end))
      index += length
    }
    return places
  }

  private func term(at index: Int, of words: [Word]) -> (Int, Term)? {
    let first = Self.folded(words[index].text)
    // A term of one word is also found in the plural.
    for (key, isPlural) in [(first, false), (Self.singular(first), true)] {
      for (wanted, term) in terms[key] ?? [] where index + wanted.count <= words.count {
        guard !isPlural || wanted.count == 1 else { continue }
        let matches = wanted.indices.allSatisfy { offset in
          let word = Self.folded(words[index + offset].text)
          let isLast = offset == wanted.count - 1
          return word == wanted[offset] || isLast && Self.singular(word) == wanted[offset]
        }
        if matches { return (wanted.count, term) }
      }
    }
    return nil
  }

  private struct Word {
    var text: Substring
    var range: Range<String.Index>
  }

  /// Words are joined by hyphens, and nothing but a blank stands between those of one term.
  private static func words(of text: Substring) -> [Word] {
    var words: [Word] = []
    var start: String.Index?
    for index in text.indices {
      let character = text[index]
      if character.isLetter || character.isNumber || character == "-" {
        start = start ?? index
      } else {
        if let begun = start { words.append(Word(text: text[begun..<index], range: begun..<index)) }
        start = nil
        // What parts two words of a sentence also parts those of a term.
        if !character.isWhitespace { words.append(Word(text: "", range: index..<index)) }
      }
    }
    if let begun = start {
      words.append(Word(text: text[begun...], range: begun..<text.endIndex))
    }
    return words
  }

  private static func folded(_ word: Substring) -> String { word.lowercased() }

  private static func singular(_ word: String) -> String {
    word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : word
  }
}
