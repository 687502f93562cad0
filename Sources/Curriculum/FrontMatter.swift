import Yams

/// A Markdown file in two: the YAML between its first line `---` and the next, and the rest.
struct FrontMatter {
  let file: WorkbookFile
  /// The YAML's top level.
  let mapping: Node.Mapping
  /// What follows the front matter.
  let markdown: String
  /// The line of the file on which `markdown` begins, from 1.
  let markdownLine: Int

  /// The line of the file that is line 1 of the YAML.
  private static let firstLine = 2

  init(reading file: WorkbookFile) throws(CurriculumError) {
    self.file = file
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
    mapping = try Self.mapping(lines[1..<closing].joined(separator: "\n"), in: file)
    markdown = lines[(closing + 1)...].joined(separator: "\n")
    markdownLine = closing + 2
  }

  /// A fault at the value of `key`.
  func diagnostic(at key: String, _ message: String) -> Diagnostic {
    diagnostic(at: mapping[key], message)
  }

  /// A fault at `node`.
  func diagnostic(at node: Node?, _ message: String) -> Diagnostic {
    Self.diagnostic(file, node?.mark, message)
  }

  private static func mapping(
    _ yaml: String, in file: WorkbookFile
  ) throws(CurriculumError) -> Node.Mapping {
    let node: Node?
    do {
      // Every value is read as text; the default resolver compiles patterns to guess types first.
      node = try compose(yaml: yaml, .basic)
    } catch let error as YamlError {
      throw CurriculumError(diagnostic(error, file))
    } catch {
      throw CurriculumError(diagnostic(file, nil, "\(error)"))
    }
    guard case .mapping(let mapping) = node else {
      throw CurriculumError(
        diagnostic(file, node?.mark, "the front matter is not a list of 'key: value' lines"))
    }
    return mapping
  }

  private static func diagnostic(_ error: YamlError, _ file: WorkbookFile) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      diagnostic(file, mark, "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      diagnostic(
        file, context.mark,
        "the key '\(duplicates.first ?? "")' appears twice; keep one")
    default:
      diagnostic(file, nil, "not YAML: \(error)")
    }
  }

  private static func diagnostic(
    _ file: WorkbookFile, _ mark: Mark?, _ message: String
  ) -> Diagnostic {
    guard let mark else {
      return Diagnostic(path: file.path, line: firstLine, message: message)
    }
    return Diagnostic(
      path: file.path, line: mark.line + firstLine - 1, column: mark.column, message: message)
  }
}
