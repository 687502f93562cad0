import Curriculum

/// The book this test is part of. What a learner edits, `Exercises/<id>/<file>`, is never read here.
enum RepositoryBook {
  static let curriculum = Curriculum(
    root: #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 })
}

/// The parts of a Markdown text that these tests look at.
struct MarkdownOutline {
  /// The anchors of the headings.
  private(set) var anchors: [String] = []
  /// The targets of inline links.
  private(set) var links: [String] = []
  /// The Swift code blocks, each line without the white space around it.
  private(set) var swiftBlocks: [[Substring]] = []
  /// The tables: rows of cells without code marks, header first.
  private(set) var tables: [[[String]]] = []

  init(_ markdown: String) {
    var language: Substring?
    var wasInTable = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.trimming { $0.isWhitespace }
      if trimmed.hasPrefix("```") {
        language = language == nil ? trimmed.dropFirst(3) : nil
        if language == "swift" { swiftBlocks.append([]) }
        continue
      }
      if let language {
        if language == "swift" { swiftBlocks[swiftBlocks.count - 1].append(trimmed) }
        continue
      }
      if line.hasPrefix("#") {
        anchors.append(Self.anchor(line.drop { $0 == "#" }))
      }
      links += line.matches(of: /\]\(([^)]*)\)/).map { String($0.output.1) }
      if trimmed.hasPrefix("|") {
        if !wasInTable { tables.append([]) }
        let row = Self.cells(trimmed)
        let isRule = row.allSatisfy { $0.allSatisfy { $0 == "-" } && !$0.isEmpty }
        if !isRule { tables[tables.count - 1].append(row) }
      }
      wasInTable = trimmed.hasPrefix("|")
    }
  }

  /// The rows below the header of every table whose header begins with `header`.
  func rows(under header: [String]) -> [[String]] {
    tables.filter { $0.first?.starts(with: header) == true }.flatMap { $0.dropFirst() }
  }

  private static func cells(_ row: Substring) -> [String] {
    row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
      String($0.trimming { $0.isWhitespace }.filter { $0 != "`" })
    }
  }

  private static func anchor(_ heading: Substring) -> String {
    heading.trimming { $0.isWhitespace }.lowercased()
      .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == " " }
      .replacing(" ", with: "-")
  }
}

extension Substring {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    guard let first = firstIndex(where: { !isTrimmed($0) }),
      let last = lastIndex(where: { !isTrimmed($0) })
    else { return "" }
    return self[first...last]
  }
}
