import Yams

/// A term of the field and what this book means by it.
public struct GlossaryTerm: Hashable, Sendable {
  /// The term.
  public let name: String
  /// What it means, as a sentence of Markdown.
  public let meaning: String
  /// The chapter or section that explains it; nil where none does.
  public let chapter: SectionReference?

  /// Describes a term.
  public init(name: String, meaning: String, chapter: SectionReference? = nil) {
    self.name = name
    self.meaning = meaning
    self.chapter = chapter
  }
}

extension Curriculum {
  /// The book's terms in the order of the file `Chapters/glossary.yml`, a list of `term`, `meaning` and,
  /// where there is one, `chapter`.
  public func glossary() throws(CurriculumError) -> [GlossaryTerm] {
    let file = WorkbookFile(root: root, path: "Chapters/glossary.yml")
    guard file.exists else { return [] }
    let source = YAMLSource(file: file, firstLine: 1)
    let node = try source.node(try file.text())
    guard case .sequence(let sequence) = node else {
      throw CurriculumError(source.diagnostic(at: node, "a glossary is a list of '- term: …'"))
    }
    var terms: [GlossaryTerm] = []
    var faults: [Diagnostic] = []
    for node in sequence {
      guard case .mapping(let mapping) = node else {
        faults.append(source.diagnostic(at: node, "a term is lines 'name: value'"))
        continue
      }
      var fields = YAMLFields(mapping, in: source, owner: "the term")
      terms.append(
        GlossaryTerm(
          name: fields.text("term"), meaning: fields.text("meaning"),
          chapter: fields.optionalText("chapter").map(SectionReference.init)))
      faults += fields.takeFaults()
    }
    guard faults.isEmpty else { throw CurriculumError(faults) }
    return terms
  }
}
