import Curriculum

/// The page of terms, one word for one thing.
enum GlossaryPage {
  static let id = "glossary"
  static let title = "Glossary"

  static func page(of curriculum: Curriculum) throws(CurriculumError) -> Book.Page {
    var lines = ["# \(title)", "", "One word for one thing, throughout the book.", ""]
    for term in try curriculum.glossary() {
      let chapter = term.chapter.map { " See [\($0)](\($0))." } ?? ""
      lines.append("- **\(term.name)**: \(term.meaning)\(chapter)")
    }
    return Book.Page(id: id, title: title, markdown: lines.joined(separator: "\n") + "\n")
  }
}
