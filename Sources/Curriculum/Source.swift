import Yams

/// A paper, book or page that chapters rest on.
public struct Source: Hashable, Sendable, Identifiable {
  /// What chapters call it: `Lamport 1978`.
  public let id: String
  /// Its title.
  public let title: String
  /// Where it appeared: journal and number, conference, or publisher.
  public let place: String
  /// What is to be found in it, as a sentence of Markdown.
  public let note: String

  /// A chapter's reference to a source.
  public struct Reference: Hashable, Sendable {
    /// The source's id.
    public let source: String
    /// Where in it to look: `section 8`; nil for all of it.
    public let part: String?

    /// Reads `Nakamoto 2008; sections 4, 5 and 11`.
    public init(_ text: String) {
      let parts = text.split(separator: ";", maxSplits: 1)
      source = parts.first.map(String.init) ?? ""
      part = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : nil
    }
  }
}

extension Curriculum {
  private var sourcesFile: WorkbookFile { WorkbookFile(root: root, path: "Chapters/sources.yml") }

  /// The book's sources in the order of the file `Chapters/sources.yml`, a list of `source`, `title`,
  /// `where` and `note`.
  public func sources() throws(CurriculumError) -> [Source] {
    let file = sourcesFile
    guard file.exists else { return [] }
    let yaml = YAMLSource(file: file, firstLine: 1)
    let node = try yaml.node(try file.text())
    guard case .sequence(let sequence) = node else {
      throw CurriculumError(yaml.diagnostic(at: node, "sources are a list of '- source: …'"))
    }
    var sources: [Source] = []
    var faults: [Diagnostic] = []
    for node in sequence {
      guard case .mapping(let mapping) = node else {
        faults.append(yaml.diagnostic(at: node, "a source is lines 'name: value'"))
        continue
      }
      var fields = YAMLFields(mapping, in: yaml, owner: "the source")
      let source = Source(
        id: fields.text("source"), title: fields.text("title"), place: fields.text("where"),
        note: fields.text("note"))
      if sources.contains(where: { $0.id == source.id }) {
        fields.report("source", "'\(source.id)' is there twice")
      }
      sources.append(source)
      faults += fields.takeFaults()
    }
    guard faults.isEmpty else { throw CurriculumError(faults) }
    return sources
  }
}
