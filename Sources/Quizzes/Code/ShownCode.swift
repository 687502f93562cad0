import Curriculum

/// Code of the tree as a question shows it. Lines are counted from the declaration's first; its documentation
/// stands above them.
struct ShownCode: Sendable {
  /// The lines that are counted.
  let lines: [String]
  private let introduction: [String]

  init(_ code: ReferenceCode) {
    introduction = Array(code.lines.prefix(code.introductionCount))
    lines = Array(code.lines.dropFirst(code.introductionCount))
  }

  /// A block of code, each line after its number, in the columns of a chapter.
  var numbered: String {
    let digits = "\(lines.count)".count
    let margin = String(repeating: " ", count: digits + 2)
    let width = CodeColumns.usual - margin.count
    var shown = CodeColumns(introduction, width: width).lines.map { margin + $0 }
    for (index, line) in lines.enumerated() {
      let number = "\(index + 1)"
      let lead = String(repeating: " ", count: digits - number.count) + number + "  "
      let parts = CodeColumns([line], width: width).lines
      // What is too long goes on without a number.
      for (place, part) in parts.enumerated() {
        shown.append(part.isEmpty ? lead.trimmedAtEnd : (place == 0 ? lead : margin) + part)
      }
    }
    return Self.block(shown)
  }

  /// A block of code as it stands in a chapter.
  var plain: String { Self.block(CodeColumns(introduction + lines).lines) }

  private static func block(_ lines: [String]) -> String {
    "```swift\n" + lines.joined(separator: "\n") + "\n```"
  }

  /// Reads the declarations that an item shows.
  /// - Throws: an error at the item's place for one that is not there.
  static func all(of item: QuizItem) throws(CurriculumError) -> [ShownCode] {
    var shown: [ShownCode] = []
    for place in item.code {
      do {
        shown.append(ShownCode(try ReferenceCode(place, root: item.file.root)))
      } catch {
        throw CurriculumError(item.diagnostic(at: "code", "\(error)"))
      }
    }
    return shown
  }
}

extension String {
  /// Without blanks at its end.
  fileprivate var trimmedAtEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
