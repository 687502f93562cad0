import Curriculum

/// What the book rests on: a section for each chapter, and a list at each chapter's end.
enum SourcesPage {
  static let id = "sources"
  static let title = "Sources and further reading"

  static func page(of curriculum: Curriculum) throws(CurriculumError) -> Book.Page {
    let sources = try curriculum.sources()
    var lines = [
      "# \(title)", "",
      "What each chapter rests on, and where to read on. A source that several chapters name is listed "
        + "with each.",
    ]
    for chapter in try curriculum.chapters().items where !chapter.sources.isEmpty {
      lines += ["", "## \(chapter.title)", "", "Chapter [\(chapter.id)](\(chapter.id)).", ""]
      lines += list(of: chapter, from: sources)
    }
    return Book.Page(id: id, title: title, markdown: lines.joined(separator: "\n") + "\n")
  }

  /// The sources of a chapter, a line each; those that are not in the list by their name alone.
  static func list(of chapter: Chapter, from sources: [Source]) -> [String] {
    chapter.sources.map(Source.Reference.init).map { reference in
      let part = reference.part.map { ", \($0)" } ?? ""
      guard let source = sources.first(where: { $0.id == reference.source }) else {
        return "- \(reference.source)\(part)"
      }
      return "- **\(source.id)**, *\(source.title)*, \(source.place)\(part). \(source.note)"
    }
  }

  /// References to sources that are not in the list, and sources that no chapter names.
  static func faults(
    of chapters: Readable<Chapter>, from sources: [Source]
  ) -> [Diagnostic] {
    var named: Set<String> = []
    var faults: [Diagnostic] = []
    for chapter in chapters.items {
      for reference in chapter.sources.map(Source.Reference.init) {
        named.insert(reference.source)
        if !sources.contains(where: { $0.id == reference.source }) {
          let advice = suggestion(for: reference.source, among: sources.map(\.id))
          faults.append(
            Diagnostic(
              path: chapter.file.path, line: 1,
              message: "Chapters/sources.yml has no source '\(reference.source)'; \(advice)"))
        }
      }
    }
    guard chapters.unreadable.isEmpty else { return faults }
    return faults
      + sources.filter { !named.contains($0.id) }.map {
        Diagnostic(path: "Chapters/sources.yml", message: "no chapter names the source '\($0.id)'")
      }
  }
}
