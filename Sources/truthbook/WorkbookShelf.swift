import Book
import Curriculum
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
      let book = Book(curriculum)
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

  // MARK: Bookshelf

  func contents() throws(Unreadable) -> [BookEntry] {
    guard let curriculum = workbook?.curriculum else { return [] }
    do throws(CurriculumError) {
      let chapters = try curriculum.chapters().map {
        BookEntry(reference: $0.id, title: $0.title)
      }
      return chapters + (try generatedPages(curriculum))
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

  /// The pages that are neither chapters nor exercises.
  private func generatedPages(_ curriculum: Curriculum) throws(CurriculumError) -> [BookEntry] {
    let book = Book(curriculum)
    let others = Set(try curriculum.chapterIDs() + curriculum.exerciseIDs())
    var entries: [BookEntry] = []
    for id in try book.pageIDs() where !others.contains(id) {
      guard let page = try book.page(id) else { continue }
      entries.append(BookEntry(reference: id, title: page.title))
    }
    return entries
  }

  private func contentsText(_ curriculum: Curriculum) throws(CurriculumError) -> String {
    let chapters = try curriculum.chapters()
    var text = "# Contents\n"
    for part in try curriculum.parts() {
      text += "\n## \(Self.escaped(part.title))\n\n"
      for chapter in chapters where chapter.part == part.id {
        text += "- [\(Self.escaped(chapter.title))](<\(chapter.id)>), \(chapter.minutes) minutes\n"
      }
    }
    text += "\n## Reference\n\n"
    for entry in try generatedPages(curriculum) {
      text += "- [\(Self.escaped(entry.title))](<\(entry.reference)>)\n"
    }
    text += "\n## Exercises\n\n"
    for exercise in try curriculum.exercises() {
      text += "- [\(Self.escaped(exercise.title))](<\(exercise.id)>)\n"
    }
    return text
  }

  /// Markdown that says `text`.
  private static func escaped(_ text: String) -> String {
    text.map { $0.isASCII && $0.isPunctuation || $0 == "<" || $0 == "`" ? "\\\($0)" : "\($0)" }
      .joined()
  }
}
