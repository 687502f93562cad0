/// The files of an edition that are no pages.
enum SiteFiles {
  static let style = "site.css"
  static let edges = "edges.js"
  static let terms = "terms.js"
  static let glossary = "glossary-data.js"
  static let figures = "figures.js"
  static let answers = "answers.js"
  static let quizzes = "quizzes.js"
  static let search = "search.js"
  static let searchIndex = "search-index.js"
  static let numbers = "numbers.js"
  static let calculators = "calculators.js"
  static let calculatorPage = "calculator-page.js"
}
