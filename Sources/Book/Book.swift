import Calculators
public import Curriculum
import Errata
import Figures
public import Reader
import Terminal

/// The book as it is read: chapters with everything in them that a program computes, the page of all
/// errata, and the glossary.
public struct Book: Sendable {
  /// A page of the book: a chapter, a part's introduction, an exercise's task, a reference
  /// implementation or a generated page.
  public struct Page: Hashable, Sendable, Identifiable {
    /// What it is called in links and on the command line.
    public let id: String
    /// Its title.
    public let title: String
    /// Its text, everything computed but figures, which `insets` draw.
    public let markdown: String
    /// True for a page that is mostly Swift: a reference, or what the kit has for an exercise.
    public var isCode = false
  }

  private let curriculum: Curriculum
  /// Whether the command below a figure is a link with the destination `figure:NAME name=value …`, for who
  /// can step through figures where they read.
  private let linksFigures: Bool

  /// The book of a workbook; reads nothing.
  public init(_ curriculum: Curriculum, linksFigures: Bool = false) {
    self.curriculum = curriculum
    self.linksFigures = linksFigures
  }

  /// The pages that are neither chapters nor exercises, by name and title.
  public static let generatedPages = [
    (id: ErrataPage.id, title: ErrataPage.title), (id: GlossaryPage.id, title: GlossaryPage.title),
    (id: SourcesPage.id, title: SourcesPage.title),
    (id: KitIndexPage.id, title: KitIndexPage.title),
  ]

  /// The names of all pages: chapters, then the generated pages, then the exercises' tasks, what the kit
  /// has for each, and the references that are no exercise's, from the files' names alone.
  public func pageIDs() throws(CurriculumError) -> [String] {
    let exercises = try curriculum.exerciseIDs()
    let named =
      try curriculum.chapterIDs() + Self.generatedPages.map(\.id) + exercises
      + (try curriculum.codeExerciseIDs()).map(KitPage.id)
    return named + (try curriculum.referenceIDs().filter { !named.contains($0) })
  }

  /// The reference implementation of a name, an exercise's too; nil when there is none.
  public func reference(_ id: String) throws(CurriculumError) -> Page? {
    if let page = try ReferencePage.page(of: id, in: curriculum) { return page }
    guard try curriculum.exerciseIDs().contains(id) else { return nil }
    return try ReferencePage.page(ofAnswerTo: curriculum.exercise(id))
  }

  /// A page by its name; nil when there is none.
  /// - Throws: what is wrong with the files it is made from, all at once.
  public func page(_ id: String) throws(CurriculumError) -> Page? {
    switch id {
    case ErrataPage.id: return ErrataPage.page
    case GlossaryPage.id: return try GlossaryPage.page(of: curriculum)
    case SourcesPage.id: return try SourcesPage.page(of: curriculum)
    case KitIndexPage.id: return try KitIndexPage.page(of: curriculum)
    default: break
    }
    if try curriculum.chapterIDs().contains(id) {
      return try page(of: curriculum.chapter(id), among: curriculum.chapters().items)
    }
    if try curriculum.exerciseIDs().contains(id) {
      let exercise = try curriculum.exercise(id)
      return Page(
        id: id, title: exercise.title,
        markdown: exercise.markdown + (exercise.isText ? "" : KitPage.link(from: exercise)))
    }
    if let exercise = KitPage.exercise(of: id),
      try curriculum.codeExerciseIDs().contains(exercise)
    {
      return try KitPage.page(of: curriculum.exercise(exercise), in: curriculum)
    }
    return try reference(id)
  }

  /// What is wrong with the book beyond what a single file shows: an unknown figure, a number outside
  /// its calculator's domain, code that is not there, a row of the documents without a home or with
  /// two, and an erratum that no chapter corrects.
  ///
  /// What is wrong with a single file is for the curriculum to tell; what such a file may hold is not
  /// missed here.
  public func faults() throws(CurriculumError) -> [Diagnostic] {
    let chapters = try curriculum.chapters()
    let coverage = CoverageCheck(chapters.items, isComplete: chapters.unreadable.isEmpty)
    return try chapters.items.flatMap { expansion(of: $0).faults } + coverage.faults
      + SourcesPage.faults(of: chapters, from: curriculum.sources()) + brokenLinks(chapters)
  }

  private func brokenLinks(
    _ chapters: Readable<Chapter>
  ) throws(CurriculumError) -> [Diagnostic] {
    let exercises = try curriculum.exercises()
    var check = LinkCheck()
    for id in chapters.unreadable + exercises.unreadable { check.addUnreadable(id) }
    for chapter in chapters.items {
      // As written: what is computed adds links to errata alone, and may have faults of its own.
      let page = Page(id: chapter.id, title: chapter.title, markdown: chapter.markdown)
      check.add(page, path: chapter.file.path)
      for need in chapter.needs {
        check.add(need.description, from: chapter.id, path: chapter.file.path)
      }
      for item in readableQuiz(of: chapter) where item.section != "top" {
        check.add("#" + item.section, from: chapter.id) { item.diagnostic(at: "section", $0) }
      }
    }
    for exercise in exercises.items {
      let task = Page(id: exercise.id, title: exercise.title, markdown: exercise.markdown)
      check.add(task, path: exercise.task.path)
      if !exercise.isText {
        check.add(try KitPage.page(of: exercise, in: curriculum), path: "Sources/ExerciseKit")
      }
      check.add(exercise.chapter.description, from: exercise.id, path: exercise.task.path)
    }
    check.add(ErrataPage.page, path: "the page of all errata")
    check.add(try SourcesPage.page(of: curriculum), path: "Chapters/sources.yml")
    check.add(try KitIndexPage.page(of: curriculum), path: "Sources/ExerciseKit")
    do throws(CurriculumError) {
      check.add(try GlossaryPage.page(of: curriculum), path: "Chapters/glossary.yml")
    } catch {
      check.addUnreadable(GlossaryPage.id)
      return check.faults + error.diagnostics
    }
    return check.faults
  }

  /// The questions of a chapter; none for a quiz with faults, which are told where quizzes are checked.
  private func readableQuiz(of chapter: Chapter) -> [QuizItem] {
    do throws(CurriculumError) {
      return try chapter.quiz()
    } catch {
      return []
    }
  }

  /// Draws the figures of a page.
  /// - Parameter isPlain: true for printable ASCII that reads line by line.
  public static func insets(isPlain: Bool) -> Insets {
    Insets { info, _, width in
      let words = info.split(separator: " ").map(String.init)
      guard words.first == "figure", words.count > 1, let figure = Figure.named(words[1]) else {
        return nil
      }
      do {
        return try figure.draw(
          Array(words.dropFirst(2)), on: Figure.Canvas(width: width, isASCII: isPlain))
      } catch {
        return [StyledLine("\(words[1]): \(error)")]
      }
    }
  }

  private func expansion(of chapter: Chapter) -> ChapterExpansion {
    ChapterExpansion(
      chapter.markdown, of: chapter.file, firstLine: chapter.markdownLine,
      linksFigures: linksFigures)
  }

  private func page(
    of chapter: Chapter, among chapters: [Chapter]
  ) throws(CurriculumError) -> Page {
    let expansion = expansion(of: chapter)
    guard expansion.faults.isEmpty else { throw CurriculumError(expansion.faults) }
    let questions = SectionQuestions(readableQuiz(of: chapter), of: chapter.id)
    return Page(
      id: chapter.id, title: chapter.title,
      markdown: ChapterFrame(chapter, among: chapters, sources: try curriculum.sources())
        .framing(questions.inserted(into: expansion.markdown)))
  }
}
