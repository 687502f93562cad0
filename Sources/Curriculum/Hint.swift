/// One hint of an exercise.
public struct Hint: Hashable, Sendable {
  /// Counts the hints of the exercise, from 1.
  public let number: Int
  /// The checks whose failing it is about; none when it helps with all of them.
  public let checks: [String]
  /// The hint in Markdown, without its heading.
  public let markdown: String

  /// Whether it helps somebody whose solution fails a check.
  /// - Parameter check: the check; nil when it is not known which one fails.
  public func helps(with check: String?) -> Bool {
    check.map { checks.isEmpty || checks.contains($0) } ?? true
  }

  /// Reads a file in which each hint stands under a heading `## Hint 1`, `## Hint 2`, … The line after the
  /// heading may name checks: `for: one, another`.
  static func read(from file: WorkbookFile) throws(CurriculumError) -> [Hint] {
    let lines = try file.text()
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var hints: [Hint] = []
    var body: [Substring] = []
    let names = "for:"
    func finish() {
      guard !hints.isEmpty else { return }
      let number = hints.count
      var checks: [String] = []
      if let first = body.first, first.hasPrefix(names) {
        body.removeFirst()
        checks = first.dropFirst(names.count).split(separator: ",").map {
          String($0.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
        }
      }
      hints[number - 1] = Hint(
        number: number, checks: checks,
        markdown: body.joined(separator: "\n").trimmingBlankLines())
    }
    for (index, line) in lines.enumerated() {
      guard line.hasPrefix("## ") else {
        body.append(line)
        continue
      }
      finish()
      let expected = "## Hint \(hints.count + 1)"
      guard line == expected else {
        throw CurriculumError(
          Diagnostic(
            path: file.path, line: index + 1, column: 1,
            message: "expected the heading '\(expected)', found '\(line)'"))
      }
      hints.append(Hint(number: hints.count + 1, checks: [], markdown: ""))
      body = []
    }
    finish()
    return hints
  }
}

extension String {
  fileprivate func trimmingBlankLines() -> String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let filled = lines.indices.filter { !lines[$0].allSatisfy(\.isWhitespace) }
    guard let first = filled.first, let last = filled.last else { return "" }
    return lines[first...last].joined(separator: "\n")
  }
}
