import Curriculum

/// A reference implementation as a page: what each file says of its type, and then the file.
struct ReferencePage {
  /// The page of a reference; nil when there is none of that name.
  static func page(of id: String, in curriculum: Curriculum) throws(CurriculumError) -> Book.Page? {
    let files = try curriculum.referenceFiles(of: id)
    guard !files.isEmpty else { return nil }
    var markdown = "# The reference \(id)\n\nIn `Solutions/\(id)`.\n"
    for file in files {
      let lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      let (documentation, code) = parted(lines)
      markdown += "\n## \(file.name)\n\n"
      if !documentation.isEmpty { markdown += documentation.joined(separator: "\n") + "\n\n" }
      markdown += "```swift\n" + code.joined(separator: "\n") + "\n```\n"
    }
    return Book.Page(id: id, title: "The reference \(id)", markdown: markdown)
  }

  /// The documentation of a file's first type, as Markdown, and the rest of the file.
  private static func parted(_ lines: [String]) -> (documentation: [String], code: [String]) {
    let start = lines.firstIndex { $0.hasPrefix("///") } ?? lines.endIndex
    let end = lines[start...].firstIndex { !$0.hasPrefix("///") } ?? lines.endIndex
    let documentation = lines[start..<end].map { line in
      String(line.dropFirst(line.hasPrefix("/// ") ? 4 : 3))
    }
    var code = Array(lines[..<start] + lines[end...])
    while code.last?.isEmpty == true { code.removeLast() }
    while code.first?.isEmpty == true { code.removeFirst() }
    return (documentation, code)
  }
}
