public import Curriculum
import Markdown

/// Finds words in all of the book: chapters with everything computed, tasks, the kit, references, the
/// glossary, errata and sources.
public struct BookSearch {
  /// A section in which all words were found.
  public struct Hit: Hashable, Sendable {
    /// What `truthbook read` takes: `raft#votes`.
    public let reference: String
    /// The title of the page.
    public let page: String
    /// The heading of the section.
    public let section: String
    /// The paragraph that says most of the words, as text.
    public let excerpt: String
    /// Where the words stand in the excerpt, as ranges of characters, ascending.
    public let marks: [Range<Int>]
    /// True when the heading says all of the words.
    let isInTitle: Bool
    /// True on a page of code, which says a word more often than it explains it.
    let isCode: Bool
    /// How often the words occur in the section.
    let count: Int
  }

  /// A section as it is searched.
  public struct Section: Hashable, Sendable {
    /// What `truthbook read` takes: `raft#votes`.
    public let reference: String
    /// Its heading.
    public let title: String
    /// Its paragraphs, cells and lines of code as text, the heading first.
    public let texts: [String]
  }

  private let words: [[String]]

  /// Prepares a search.
  /// - Parameter words: each must occur in a section. A word matches what begins with it, in upper or lower
  ///   case; several in one text must follow each other.
  public init(_ words: [String]) {
    self.words = words.map { Self.words(of: $0).map(\.text) }.filter { !$0.isEmpty }
  }

  /// The sections with all words: those whose heading says them first, then those of pages that are not
  /// code, then those that say them most often, then as the book orders them.
  /// - Throws: what is wrong with the curriculum's files, when their names cannot be read; a page that is
  ///   broken in itself is left out.
  public func hits(in curriculum: Curriculum) throws(CurriculumError) -> [Hit] {
    guard !words.isEmpty else { return [] }
    let book = Book(curriculum)
    var found: [Hit] = []
    var told: Set<[String]> = []
    for id in try book.pageIDs() {
      guard let page = try book.page(id) else { continue }
      // A type of the kit stands on the page of every exercise that uses it.
      found += hits(in: page).filter { told.insert([$0.section, $0.excerpt]).inserted }
    }
    return found.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.isInTitle != b.isInTitle { return a.isInTitle }
      if a.isCode != b.isCode { return b.isCode }
      if a.count != b.count { return a.count > b.count }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// The sections of one page, in its order.
  func hits(in page: Book.Page) -> [Hit] {
    Self.sections(of: page).compactMap { section in
      hit(
        in: section.texts, reference: section.reference, page: page.title, section: section.title,
        isCode: page.isCode)
    }
  }

  /// What of a page is searched: every section without those below it.
  public static func sections(of page: Book.Page) -> [Section] {
    let document = Document(parsing: page.markdown)
    let sections = document.sections
    return sections.indices.map { index in
      let section = sections[index]
      let end = index + 1 < sections.count ? sections[index + 1].blocks.lowerBound : nil
      return Section(
        reference: index == 0 ? page.id : "\(page.id)#\(section.anchor)", title: section.title,
        texts: texts(
          of: document, in: section.blocks.lowerBound..<(end ?? document.blocks.count)))
    }
  }

  private func hit(
    in texts: [String], reference: String, page: String, section: String, isCode: Bool
  ) -> Hit? {
    let marked = texts.map { text in (text, marks: words.map { Self.places(of: $0, in: text) }) }
    let counts = words.indices.map { word in marked.reduce(0) { $0 + $1.marks[word].count } }
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    // The heading is the section's first text, and is shown anyway.
    let richest = marked.indices.max { left, right in
      let (a, b) = (richness(of: marked[left].marks), richness(of: marked[right].marks))
      if a != b { return a < b }
      return left == 0 || (right != 0 && left > right)
    }
    guard let richest else { return nil }
    let best = richest == 0 && marked.count > 1 ? 1 : richest
    return Hit(
      reference: reference, page: page, section: section, excerpt: marked[best].0,
      marks: marked[best].marks.flatMap(\.self).sorted { $0.lowerBound < $1.lowerBound },
      isInTitle: marked[0].marks.allSatisfy { !$0.isEmpty }, isCode: isCode,
      count: counts.reduce(0, +))
  }

  private func richness(of marks: [[Range<Int>]]) -> Int { marks.count { !$0.isEmpty } }

  // MARK: Text

  /// The paragraphs, cells and lines of code of some blocks, the heading first.
  private static func texts(of document: Document, in blocks: Range<Int>) -> [String] {
    document.blocks[blocks].flatMap { block -> [String] in
      switch block.kind {
      case .paragraph, .heading, .cell: [document.plainText(of: block.inlines)]
      case .code(let info) where !document.text(of: info).hasPrefix("figure"):
        document.text(of: block.literal).split(separator: "\n").map(String.init)
      default: []
      }
    }
  }

  private static func words(of text: String) -> [(text: String, place: Range<Int>)] {
    var found: [(String, Range<Int>)] = []
    var word = ""
    var place = 0
    for character in text {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else if !word.isEmpty {
        found.append((word.lowercased(), place - word.count..<place))
        word = ""
      }
      place += 1
    }
    if !word.isEmpty { found.append((word.lowercased(), place - word.count..<place)) }
    return found
  }

  private static func places(of phrase: [String], in text: String) -> [Range<Int>] {
    let words = words(of: text)
    guard words.count >= phrase.count else { return [] }
    return (0...(words.count - phrase.count)).compactMap { start in
      for (index, wanted) in phrase.enumerated() {
        let word = words[start + index].text
        let isLast = index == phrase.count - 1
        guard isLast ? word.hasPrefix(wanted) : word == wanted else { return nil }
      }
      return words[start].place.lowerBound..<words[start + phrase.count - 1].place.upperBound
    }
  }
}
