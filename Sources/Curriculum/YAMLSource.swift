import Yams

/// YAML within a file of the workbook, so that faults are reported at their place in the file.
struct YAMLSource {
  let file: WorkbookFile
  /// The line of the file that is line 1 of the YAML.
  let firstLine: Int

  /// Parses YAML; nil when it is empty.
  func node(_ yaml: String) throws(CurriculumError) -> Node? {
    do {
      // Every value is read as text; the default resolver compiles patterns to guess types first.
      return try compose(yaml: yaml, .basic)
    } catch let error as YamlError {
      throw CurriculumError(diagnostic(error))
    } catch {
      throw CurriculumError(diagnostic(at: Mark?.none, "\(error)"))
    }
  }

  /// A fault at `node`.
  func diagnostic(at node: Node?, _ message: String) -> Diagnostic {
    diagnostic(at: node?.mark, message)
  }

  private func diagnostic(_ error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      diagnostic(at: mark, "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      diagnostic(
        at: context.mark, "the key '\(duplicates.first ?? "")' appears twice; keep one")
    default:
      diagnostic(at: Mark?.none, "not YAML: \(error)")
    }
  }

  private func diagnostic(at mark: Mark?, _ message: String) -> Diagnostic {
    place(of: mark).diagnostic(in: file, message)
  }

  /// The place in the file of a mark in the YAML; the YAML's beginning when there is none.
  func place(of mark: Mark?) -> Place {
    Place(line: (mark?.line ?? 1) + firstLine - 1, column: mark?.column ?? 1)
  }

  /// A line and a column of the file, each from 1.
  struct Place: Hashable, Sendable {
    let line: Int
    let column: Int

    /// A fault here.
    func diagnostic(in file: WorkbookFile, _ message: String) -> Diagnostic {
      Diagnostic(path: file.path, line: line, column: column, message: message)
    }
  }
}
