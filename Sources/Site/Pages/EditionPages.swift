import Book
import Curriculum
import Markdown
import Quizzes

/// Makes the pages of an edition from the book.
struct EditionPages {
  private let curriculum: Curriculum
  /// The pages of the book, in its order.
  let texts: [Book.Page]
  /// The glossary's terms.
  let terms: TermFinder
  /// What each term means.
  let glossary: [GlossaryTerm]
  /// Where links lead.
  let links: SiteLinks
  private let chapters: [Chapter]
  private let exercises: [Exercise]
  private let parts: [Part]
  private let references: Set<String>

  /// The pages that the book does not have.
  private static let ownPages = ["index", "exercises", "calculators", "search"]

  /// Reads the book.
  /// - Throws: what is wrong with its files.
  init(_ curriculum: Curriculum) throws(CurriculumError) {
    self.curriculum = curriculum
    let book = Book(curriculum)
    let chapters = try curriculum.chapters()
    let exercises = try curriculum.exercises()
    let parts = try curriculum.parts()
    let faults = chapters.faults + exercises.faults + parts.faults
    guard faults.isEmpty else { throw CurriculumError(faults) }
    (self.chapters, self.exercises, self.parts) = (chapters.items, exercises.items, parts.items)
    let ids = try book.pageIDs()
    references = Set(try curriculum.referenceIDs())
    var texts: [Book.Page] = []
    for id in ids {
      if Self.ownPages.contains(id) {
        throw CurriculumError(
          Diagnostic(
            path: id, message: "an edition has a page of its own called '\(id)'; rename this one"))
      }
      if let page = try book.page(id) { texts.append(page) }
    }
    self.texts = texts
    glossary = try curriculum.glossary()
    terms = TermFinder(glossary)
    links = SiteLinks(to: ids + Self.ownPages)
  }

  /// Every page.
  func all() throws -> [SitePage] {
    let written = try texts.map(page)
    return written + [contents, exerciseList, SearchPage.page, try CalculatorPage.page()]
  }

  private func setting(_ page: String) -> PageSetting {
    PageSetting(page: page, links: links)
  }

  // MARK: Pages of the book

  private func page(of text: Book.Page) throws -> SitePage {
    if text.id == "glossary" { return glossaryPage(text) }
    let place = chapters.firstIndex { $0.id == text.id }
    var setting = setting(text.id)
    setting.terms = text.isCode || text.id == "sources" ? nil : terms
    if place != nil { setting.quizChapter = text.id }
    let document = Document(parsing: text.markdown)
    var page = SitePage(
      name: text.id, title: text.title, kind: kind(of: text.id),
      body: DocumentMarkup.markup(of: document, in: setting))
    page.sections = document.sections.filter { $0.level == 2 }.map { ($0.title, $0.anchor) }
    page.scripts = [SiteFiles.edges]
    if setting.terms != nil { page.scripts += [SiteFiles.glossary, SiteFiles.terms] }
    guard let place else {
      page.before = home(of: text.id)
      return page
    }
    page.exercises = exercises.filter { $0.chapter.chapter == text.id }.map { ($0.id, $0.title) }
    page.scripts.append(SiteFiles.figures)
    try addQuiz(of: chapters[place], to: &page)
    func way(_ place: Int) -> (name: String, title: String)? {
      chapters.indices.contains(place) ? (chapters[place].id, chapters[place].title) : nil
    }
    page.before = way(place - 1)
    page.after = way(place + 1)
    return page
  }

  /// The chapter that an exercise belongs to.
  private func home(of exercise: String) -> (name: String, title: String)? {
    guard let exercise = exercises.first(where: { $0.id == exercise }) else { return nil }
    return chapters.first { $0.id == exercise.chapter.chapter }.map { ($0.id, $0.title) }
  }

  private func addQuiz(of chapter: Chapter, to page: inout SitePage) throws {
    let items = try chapter.quiz()
    guard !items.isEmpty else { return }
    page.scripts += [SiteFiles.answers, SiteFiles.quizzes]
    var setting = setting(chapter.id)
    setting.headingShift = 3
    let data = try QuizData(items, in: setting)
    page.data.append((name: "quiz-data", json: try JSONText.embedded(data.questions)))
  }

  private func kind(of id: String) -> SitePage.Kind {
    if chapters.contains(where: { $0.id == id }) { return .chapter }
    return exercises.contains { $0.id == id } ? .exercise : .reference
  }

  // MARK: Glossary

  /// The glossary, each term with an anchor of its own.
  private func glossaryPage(_ text: Book.Page) -> SitePage {
    let document = Document(parsing: text.markdown)
    var writer = GlossaryMarkup(document, in: setting(text.id))
    var page = SitePage(
      name: text.id, title: text.title, kind: .reference, body: writer.write(terms.all))
    page.scripts = [SiteFiles.edges]
    return page
  }

  // MARK: Lists

  private var contents: SitePage {
    var text = """
      # Truthbook

      A workbook for how machines agree on what is true. This edition is for reading: every chapter, with \
      its figures to step through and its questions to answer. The exercises are for the program: \
      `truthbook init` makes you a folder to work in, and `truthbook test` says within a second whether \
      what you wrote is right.

      """
    for part in parts { text += Self.deeper(part.markdown) + "\n\n" }
    text += """
      ## To look things up

      - [Exercises](exercises): what there is to build
      - [Calculators](calculators): the book's numbers with values of your own
      - [Glossary](glossary): one word for one thing
      - [Errata](errata): what two well-meant documents say that does not hold, with the evidence
      - [Sources](sources): what each chapter rests on, and where to read on
      - [Search](search): every section that says a word

      """
    let others = texts.filter { references.contains($0.id) && kind(of: $0.id) == .reference }
    if !others.isEmpty {
      text += "\n## References that are no exercise's\n\n"
      text += others.map { "- [\($0.title)](\($0.id))" }.joined(separator: "\n")
    }
    return list("index", "Truthbook", text, kind: .contents)
  }

  private var exerciseList: SitePage {
    var text = """
      # Exercises

      What there is to build, the easiest first. Each task is a page; you write it in Swift, and the program \
      looks for the run that breaks it.

      | exercise | level | size | belongs to |
      | --- | ---: | --- | --- |

      """
    for exercise in exercises {
      let chapter = chapters.first { $0.id == exercise.chapter.chapter }
      text +=
        "| [\(exercise.title)](\(exercise.id)) | \(exercise.level) | "
        + (exercise.isSmall ? "small" : "whole")
        + " | [\(chapter?.title ?? exercise.chapter.chapter)](\(exercise.chapter)) |\n"
    }
    return list("exercises", "Exercises", text, kind: .contents)
  }

  private func list(
    _ name: String, _ title: String, _ text: String, kind: SitePage.Kind
  ) -> SitePage {
    let document = Document(parsing: text)
    var page = SitePage(
      name: name, title: title, kind: kind,
      body: DocumentMarkup.markup(of: document, in: setting(name)))
    page.scripts = [SiteFiles.edges]
    return page
  }

  /// Markdown whose headings stand one level deeper.
  private static func deeper(_ markdown: String) -> String {
    markdown.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("#") ? "#" + $0 : String($0) }.joined(separator: "\n")
  }
}
