/// What is around a document that becomes markup.
struct PageSetting {
  /// The page's name.
  let page: String
  /// Where links lead.
  let links: SiteLinks
  /// The glossary's terms that are marked in running text; nil for a page on which none is.
  var terms: TermFinder?
  /// The chapter whose questions the page asks; nil for a page that is no chapter.
  var quizChapter: String?
  /// How many levels deeper headings stand than in the document.
  var headingShift = 0
}
