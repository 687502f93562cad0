import Book
import Curriculum
import Figures
import Markdown
import Reader
import Screen

/// Everything that can be read: the table of contents, chapters, tasks, and any Markdown file.
///
/// References are `contents`, the names of chapters and exercises, and paths of files.
struct WorkbookShelf: Bookshelf {
  /// The reference of the table of contents.
  static let contentsReference = ":contents"

  /// How pages are set.
  let style: PageStyle
  /// True when figures are set in ASCII that reads line by line.
  private let isPlain: Bool
  /// The workbook; files are read without one.
  private let workbook: Workbook?

  /// A shelf whose pages are set in this style.
  /// - Parameter workbook: the workbook; nil for a shelf that holds files only.
  init(workbook: Workbook?, style: PageStyle, isPlain: Bool) {
    self.workbook = workbook
    self.isPlain = isPlain
    self.style = style
  }

  private static let hintsPrefix = ":hints:"
  private static let solutionPrefix = ":solution:"

  /// The reference of the hints of an exercise that have been shown.
  static func hintsReference(_ exercise: String) -> String { hintsPrefix + exercise }

  /// The reference of an exercise's reference.
  static func solutionReference(_ exercise: String) -> String { solutionPrefix + exercise }

  /// True for a text of which it is not kept where it was left.
  static func isPassing(_ reference: String) -> Bool {
    isFile(reference) || reference.hasPrefix(":")
  }

  /// True for a reference that is the path of a file.
  static func isFile(_ reference: String) -> Bool {
    reference == "-" || reference.contains("/") || reference.hasSuffix(".md")
  }

  /// What is drawn in a page where its Markdown asks for a figure.
  var insets: Insets { Book.insets(isPlain: isPlain) }

  /// A document and the title it is known by.
  func document(_ reference: String) throws(Fault) -> (document: Document, title: String) {
    if Self.isFile(reference) {
      let isInput = reference == "-"
      let document = Document(parsing: try Console.contents(of: isInput ? nil : reference))
      return (document, document.sections.first?.title ?? reference)
    }
    guard let curriculum = workbook?.curriculum else {
      throw .usage("'\(reference)' is in no workbook")
    }
    let names: [String]
    do throws(CurriculumError) {
      if reference == Self.contentsReference {
        return (Document(parsing: try contentsText(curriculum)), "Contents")
      }
      let book = Book(curriculum, linksFigures: style.isNavigable)
      if reference.hasPrefix(Self.hintsPrefix) {
        return try hints(of: String(reference.dropFirst(Self.hintsPrefix.count)))
      }
      if reference.hasPrefix(Self.solutionPrefix),
        let page = try book.reference(
          String(reference.dropFirst(Self.solutionPrefix.count)))
      {
        return (Document(parsing: page.markdown), page.title)
      }
      if let page = try book.page(reference) {
        return (Document(parsing: page.markdown), page.title)
      }
      names = try book.pageIDs()
    } catch {
      throw .environment(error.description)
    }
    let advice = suggestion(for: reference, among: names, listedBy: "truthbook list")
    throw .usage("there is no chapter or exercise '\(reference)'; \(advice)")
  }

  /// The hints of an exercise that have been shown.
  private func hints(
    of id: String
  ) throws(CurriculumError) -> (document: Document, title: String) {
    guard let workbook else { return (Document(parsing: ""), "Hints") }
    let exercise = try workbook.curriculum.exercise(id)
    let all = try exercise.hints()
    let seen: Set<Int>
    do throws(ProgressError) {
      seen = try workbook.progress.load().hintsSeen(of: id)
    } catch {
      throw CurriculumError(
        Diagnostic(path: workbook.progress.path, message: error.description))
    }
    var text = "# Hints for \(Self.escaped(exercise.title))\n"
    for hint in all where seen.contains(hint.number) {
      text += "\n## Hint \(hint.number)\n\n\(hint.markdown)\n"
    }
    return (
      Document(parsing: text), "Hints, \(seen.count) of \(all.count) shown"
    )
  }

  // MARK: Bookshelf

  func contents() throws(Unreadable) -> [BookEntry] {
    guard let curriculum = workbook?.curriculum else { return [] }
    do throws(CurriculumError) {
      let chapters = try curriculum.chapters().items.map {
        BookEntry(reference: $0.id, title: $0.title)
      }
      return chapters
        + Book.generatedPages.map { BookEntry(reference: $0.id, title: $0.title) }
    } catch {
      throw Unreadable(error.description)
    }
  }

  func text(_ reference: String) throws(Unreadable) -> BookText {
    do throws(Fault) {
      let (document, title) = try document(reference)
      return BookText(reference: reference, title: title) { [style, insets] width in
        layOut(document, width: width, style: style, insets: insets)
      }
    } catch {
      throw Unreadable(error.description)
    }
  }

  func reference(for destination: String, from reference: String) -> String? {
    if Self.isFile(reference) {
      guard destination.hasSuffix(".md"), !destination.hasPrefix("/") else { return nil }
      let folder = reference.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      return (folder.map(String.init) + [destination]).joined(separator: "/")
    }
    // Within the book a link names a chapter or exercise, with or without its file's place.
    var name = destination.split(separator: "/").last.map(String.init) ?? destination
    if name.hasSuffix(".md") { name.removeLast(".md".count) }
    return names.contains(name) ? name : nil
  }

  func figure(for destination: String) -> SteppableFigure? {
    let prefix = "figure:"
    guard destination.hasPrefix(prefix) else { return nil }
    let words = destination.dropFirst(prefix.count).split(separator: " ").map(String.init)
    guard let name = words.first, let figure = Figure.named(name) else { return nil }
    do {
      return try SteppableFigure(figure, Array(words.dropFirst()), isPlain: isPlain)
    } catch {
      // Its text has said already what is wrong with it.
      return nil
    }
  }

  private var names: [String] {
    guard let curriculum = workbook?.curriculum else { return [] }
    do throws(CurriculumError) {
      return try Book(curriculum).pageIDs()
    } catch {
      // A folder that cannot be listed has nothing that a link could lead to.
      return []
    }
  }

  // MARK: Contents

  private func contentsText(_ curriculum: Curriculum) throws(CurriculumError) -> String {
    let parts = try curriculum.parts()
    let chapters = try curriculum.chapters()
    let exercises = try curriculum.exercises()
    var text = "# Contents\n"
    var part: String?
    for chapter in chapters.items {
      if chapter.part != part {
        part = chapter.part
        let title = parts.items.first { $0.id == part }?.title ?? "Part " + chapter.part
        text += "\n## \(Self.escaped(title))\n\n"
      }
      text += "- [\(Self.escaped(chapter.title))](<\(chapter.id)>), \(chapter.minutes) minutes\n"
    }
    text += "\n## Reference\n\n"
    for page in Book.generatedPages {
      text += "- [\(Self.escaped(page.title))](<\(page.id)>)\n"
    }
    text += "\n## Exercises\n\n"
    for exercise in exercises.items {
      text += "- [\(Self.escaped(exercise.title))](<\(exercise.id)>)\n"
    }
    let faults = parts.faults + chapters.faults + exercises.faults
    guard !faults.isEmpty else { return text }
    text += "\n## What cannot be read\n\n"
    for fault in faults { text += "- \(Self.escaped(fault.description))\n" }
    return text
  }

  /// Markdown that says `text`.
  static func escaped(_ text: String) -> String {
    text.map { $0.isASCII && $0.isPunctuation || $0 == "<" || $0 == "`" ? "\\\($0)" : "\($0)" }
      .joined()
  }
}
