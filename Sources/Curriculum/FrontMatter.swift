import Yams

/// A Markdown file in two: the YAML between its first line `---` and the next, and the rest.
struct FrontMatter {
  /// The YAML.
  let source: YAMLSource
  /// The YAML's top level.
  let mapping: Node.Mapping
  /// What follows the front matter.
  let markdown: String
  /// The line of the file on which `markdown` begins, from 1.
  let markdownLine: Int

  init(reading file: WorkbookFile) throws(CurriculumError) {
    source = YAMLSource(file: file, firstLine: 2)
    let text = try file.text()
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let closing = lines.dropFirst().firstIndex { $0 == "---" }
    guard lines.first == "---", let closing else {
      let message =
        lines.first == "---"
        ? "the front matter does not end; close it with a line '---'"
        : "no front matter; begin the file with YAML between two lines '---'"
      throw CurriculumError(Diagnostic(path: file.path, line: 1, column: 1, message: message))
    }
    let node = try source.node(lines[1..<closing].joined(separator: "\n"))
    guard case .mapping(let mapping) = node else {
      throw CurriculumError(
        source.diagnostic(at: node, "the front matter is not a list of 'key: value' lines"))
    }
    self.mapping = mapping
    markdown = lines[(closing + 1)...].joined(separator: "\n")
    markdownLine = closing + 2
  }

  /// A fault at the value of `key`.
  func diagnostic(at key: String, _ message: String) -> Diagnostic {
    source.diagnostic(at: mapping[key], message)
  }
}
