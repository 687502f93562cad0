import Curriculum

/// A reference implementation as a page: what each file says of the type that gives the
/// guarantee, and then the file.
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
    return Book.Page(id: id, title: "The reference \(id)", markdown: markdown, isCode: true)
  }

  /// The page of an answer that is a text; nil for an exercise that asks for code.
  static func page(ofAnswerTo exercise: Exercise) throws(CurriculumError) -> Book.Page? {
    guard exercise.isText else { return nil }
    var text = try exercise.reference.text()
    while text.last?.isNewline == true { text.removeLast() }
    let title = "An answer to \(exercise.id)"
    return Book.Page(
      id: exercise.id, title: title,
      markdown:
        "# \(title)\n\nOne of many. In `\(exercise.reference.path)`.\n\n```text\n\(text)\n```\n",
      isCode: true)
  }

  /// The documentation of the type that gives the guarantee, as Markdown, and the rest of the file. A file
  /// without such a type is all code.
  private static func parted(_ lines: [String]) -> (documentation: [String], code: [String]) {
    var blocks: [Range<Int>] = []
    for index in lines.indices where lines[index].hasPrefix("///") {
      if let last = blocks.last, last.upperBound == index {
        blocks[blocks.count - 1] = last.lowerBound..<index + 1
      } else {
        blocks.append(index..<index + 1)
      }
    }
    let guarantee = blocks.first { lines[$0].contains { $0.hasPrefix("/// Guarantee:") } }
    let block = guarantee ?? 0..<0
    let documentation = lines[block].map { line in
      String(line.dropFirst(line.hasPrefix("/// ") ? 4 : 3))
    }
    var code = Array(lines[..<block.lowerBound] + lines[block.upperBound...])
    while code.last?.isEmpty == true { code.removeLast() }
    while code.first?.isEmpty == true { code.removeFirst() }
    return (documentation, code)
  }
}
