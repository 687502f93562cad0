import Curriculum
import Errata
import Markdown

/// Whether every row of the documents has exactly one home in the book, a section that exists, and every
/// erratum a chapter that shows it.
struct CoverageCheck {
  /// What is wrong.
  let faults: [Diagnostic]

  /// Checks chapters.
  /// - Parameter isComplete: false when there are more, which cannot be read: then nothing is missed.
  init(_ chapters: [Chapter], isComplete: Bool) {
    var faults: [Diagnostic] = []
    var homes: [String: Chapter] = [:]
    var corrected: Set<String> = []
    for chapter in chapters {
      let anchors = Set(Document(parsing: chapter.markdown).sections.map(\.anchor))
      for coverage in chapter.coverage {
        if let section = coverage.section, !anchors.contains(section) {
          faults.append(
            Self.fault(chapter, "'coverage' names the section '\(section)', which does not exist"))
        }
        for row in coverage.rows {
          if let other = homes[row] {
            faults.append(Self.fault(chapter, "\(row) is covered in \(other.file.path) as well"))
          }
          homes[row] = chapter
        }
      }
      let shown = Self.errata(shownIn: chapter.markdown)
      for erratum in chapter.errata where !shown.contains(erratum) {
        faults.append(Self.fault(chapter, "no block 'errata' shows \(erratum)"))
      }
      for erratum in shown.subtracting(chapter.errata).sorted() {
        faults.append(Self.fault(chapter, "'errata' does not list \(erratum), which it shows"))
      }
      corrected.formUnion(chapter.errata)
    }
    if isComplete {
      for row in Coverage.allRows where homes[row] == nil {
        faults.append(Diagnostic(path: "Chapters", message: "no chapter covers \(row)"))
      }
      for erratum in Erratum.all where !corrected.contains(erratum.id) {
        faults.append(Diagnostic(path: "Chapters", message: "no chapter corrects \(erratum.id)"))
      }
    }
    self.faults = faults
  }

  private static func fault(_ chapter: Chapter, _ message: String) -> Diagnostic {
    Diagnostic(path: chapter.file.path, line: 1, message: message)
  }

  /// The errata that blocks of a chapter show.
  private static func errata(shownIn markdown: String) -> Set<String> {
    var ids: Set<String> = []
    for line in markdown.split(separator: "\n") where line.hasPrefix("```errata ") {
      let words = line.dropFirst("```errata ".count).split(separator: " ").map(String.init)
      ids.formUnion(words.first == "list" ? words.dropFirst() : words[...])
    }
    return ids
  }
}
