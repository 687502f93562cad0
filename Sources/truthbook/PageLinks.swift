import Book
import Curriculum
import Markdown

/// Where the book's pages and quizzes point within the book.
struct PageLinks {
  private let curriculum: Curriculum

  /// The links of a book.
  init(_ curriculum: Curriculum) {
    self.curriculum = curriculum
  }

  /// A line for each link of a page, and each section of a quiz, that leads nowhere. What cannot be
  /// read has faults of another kind, and its links are left out.
  func faults() throws(CurriculumError) -> [String] {
    let book = Book(curriculum)
    var anchors: [String: [String]] = [:]
    var links: [(place: String, page: String, destination: String)] = []
    let pages = try book.pageIDs()
    for id in pages {
      guard let page = readable({ () throws(CurriculumError) in try book.page(id) }) else {
        continue
      }
      let document = Document(parsing: page.markdown)
      anchors[id] = document.sections.map(\.anchor)
      links += document.targets.map { ("the page \(id)", id, $0.destination) }
    }
    for chapter in try curriculum.chapters() where anchors[chapter.id] != nil {
      links += chapter.needs.map { (chapter.file.path, chapter.id, $0.description) }
      let quiz = readable { () throws(CurriculumError) in try chapter.quiz() } ?? []
      // A question on the text before the first section belongs to 'top'.
      links += quiz.filter { $0.section != "top" }.map {
        ("the question \($0.id)", chapter.id, "#" + $0.section)
      }
    }
    return links.compactMap { link in
      guard !link.destination.contains("://") else { return nil }
      let isHere = link.destination.hasPrefix("#")
      let target = SectionReference(isHere ? link.page + link.destination : link.destination)
      guard pages.contains(target.chapter) else {
        let advice = suggestion(
          for: target.chapter, among: pages, listedBy: "truthbook list")
        return "\(link.place): error: there is no page '\(target.chapter)'; \(advice)"
      }
      guard let sections = anchors[target.chapter], let section = target.section,
        !sections.contains(section)
      else { return nil }
      let advice = suggestion(
        for: section, among: sections, listedBy: "truthbook read \(target.chapter)")
      return "\(link.place): error: \(target.chapter) has no section '\(section)'; \(advice)"
    }
  }

  /// What can be read; nil for what has faults.
  private func readable<Content>(
    _ content: () throws(CurriculumError) -> Content?
  ) -> Content? {
    do throws(CurriculumError) {
      return try content()
    } catch {
      return nil
    }
  }
}
