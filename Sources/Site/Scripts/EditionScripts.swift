import Book
import Curriculum

/// The scripts of an edition, and the data that they read.
enum EditionScripts {
  /// A section of the index that the search reads.
  struct SearchEntry: Encodable {
    /// Where it is.
    var address: String
    var page: String
    var section: String
    var isCode: Bool
    /// Its heading, paragraphs, cells and lines of code.
    var texts: [String]
  }

  /// Every script.
  static func files(of pages: EditionPages) throws -> [Edition.File] {
    let entries = searchEntries(of: pages)
    return [
      Edition.File(name: SiteFiles.edges, text: edges),
      Edition.File(name: SiteFiles.terms, text: terms),
      Edition.File(
        name: SiteFiles.glossary,
        text: "'use strict';\nvar truthbookGlossary = \(try JSONText.text(meanings(of: pages)));\n"),
      Edition.File(name: SiteFiles.figures, text: figures),
      Edition.File(name: SiteFiles.answers, text: answers),
      Edition.File(name: SiteFiles.quizzes, text: quizzes),
      Edition.File(name: SiteFiles.search, text: search),
      Edition.File(
        name: SiteFiles.searchIndex,
        text: "'use strict';\nvar truthbookIndex = \(try JSONText.text(entries));\n"),
      Edition.File(name: SiteFiles.numbers, text: numbers),
      Edition.File(
        name: SiteFiles.calculators,
        text: "const truthbookTables = \(try JSONText.text(CalculatorPage.tables));\n" + calculators
      ),
      Edition.File(name: SiteFiles.calculatorPage, text: calculatorPage),
    ]
  }

  /// What each term means as markup, by its anchor.
  private static func meanings(of pages: EditionPages) -> [String: String] {
    let setting = PageSetting(page: "glossary", links: pages.links)
    var meanings: [String: String] = [:]
    for (term, entry) in zip(pages.terms.all, pages.glossary) {
      meanings[term.anchor] = DocumentMarkup.phrase(entry.meaning, in: setting).source
    }
    return meanings
  }

  /// The sections in the order in which the terminal's search goes through them. A type of the kit stands on
  /// the page of every exercise that uses it, and is found once.
  static func searchEntries(of pages: EditionPages) -> [SearchEntry] {
    var seen: Set<[String]> = []
    return pages.texts.flatMap { page in
      BookSearch.sections(of: page).compactMap { section in
        guard !page.isCode || seen.insert(section.texts).inserted else { return nil }
        return SearchEntry(
          address: pages.links.address(of: section.reference, from: "") ?? "", page: page.title,
          section: section.title, isCode: page.isCode, texts: section.texts)
      }
    }
  }
}
