/// One textual fault in a source: an edit of a line, or of two that are neighbours.
struct SourceFault: Hashable {
  /// What kinds of mistake there are.
  enum Kind: String, CaseIterable {
    case anotherOperator = "another operator"
    case offByOne = "off by one"
    case extremeNumber = "an extreme number"
    case negation = "a negation"
    case droppedStatement = "a dropped statement"
    case swappedLines = "two lines swapped"
  }

  let kind: Kind
  /// The line's index, the first of two.
  let line: Int
  /// What stands there instead.
  let replacement: [String]

  /// Every single fault that there is a place for in these lines, in their order.
  static func all(in lines: [String]) -> [SourceFault] {
    lines.indices.filter { isCode(lines[$0]) }.flatMap { index in
      edits(of: lines[index]).map { SourceFault(kind: $0, line: index, replacement: [$1]) }
        + swap(index, in: lines)
    }
  }

  private static func isCode(_ line: String) -> Bool {
    let text = line.drop { $0 == " " }
    return !text.isEmpty && !text.hasPrefix("//") && !text.hasPrefix("public import")
  }

  private static func edits(of line: String) -> [(Kind, String)] {
    operators.flatMap { word, other in
      line.ranges(of: word).map { (.anotherOperator, line.replacing($0, with: other)) }
    }
      + numbers(in: line) + extremes(in: line) + negations(in: line)
      + (isStatement(line) ? [(.droppedStatement, "")] : [])
  }

  private static let operators = [
    (" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > "), (" < ", " > "),
    (" == ", " != "), (" != ", " == "), (" && ", " || "), (" || ", " && "), (" + ", " - "),
    (" - ", " + "), (" / ", " * "), (" % ", " / "), (" += ", " -= "), ("..<", "..."),
    ("max", "min"),
    ("allSatisfy", "contains"), ("formUnion", "subtract"), ("subtracting", "union"),
    (".union", ".intersection"), ("lowerBound", "upperBound"), ("upperBound", "lowerBound"),
    (".follower", ".leader"), (".leader", ".candidate"), (".candidate", ".follower"),
    (".before", ".after"), (".after", ".concurrent"), (".equal", ".before"), ("return ", "_ = "),
  ]

  /// Numbers one larger or smaller, or the largest or smallest there is.
  private static func numbers(in line: String) -> [(Kind, String)] {
    line.ranges(of: /\b[0-9]+\b/).flatMap { range -> [(Kind, String)] in
      let number = Int(line[range]) ?? 0
      return [
        (.offByOne, line.replacing(range, with: "\(number + 1)")),
        (.offByOne, line.replacing(range, with: "\(number - 1)")),
        (.extremeNumber, line.replacing(range, with: ".max")),
        (.extremeNumber, line.replacing(range, with: ".min")),
      ]
    }
      + line.ranges(of: /(?:==|>=|<=|>|<) [a-z][A-Za-z.]*/).map {
        (.offByOne, line.replacing($0, with: "\(line[$0]) + 1"))
      }
  }

  /// `.max` and `.min` for what follows a label or `=`, or stands alone in parentheses: terms, delays,
  /// sequences, indices.
  private static func extremes(in line: String) -> [(Kind, String)] {
    let places = [
      line.ranges(of: /(?:term|sequence|index|default|in): [a-zA-Z.]+/),
      line.ranges(of: /(?:=|\+=) [a-zA-Z0-9.]+$/), line.ranges(of: /\([a-z][A-Za-z]*\)/),
      line.ranges(of: /return [a-zA-Z.]+$/),
    ]
    return places.joined().flatMap { range in
      [".max", ".min"].map { extreme in
        let found = line[range]
        let instead: String
        if found.hasPrefix("(") {
          instead = "(\(extreme))"
        } else if found.hasPrefix("+=") {
          instead = "= \(extreme)"
        } else {
          instead = "\(found.prefix { $0 != " " }) \(extreme)"
        }
        return (.extremeNumber, line.replacing(range, with: instead))
      }
    }
  }

  private static func negations(in line: String) -> [(Kind, String)] {
    let swapped = [("true", "false"), ("false", "true"), ("!", "")].flatMap { word, other in
      line.ranges(of: word).filter { !line[$0.upperBound...].hasPrefix("=") }
        .map { line.replacing($0, with: other) }
    }
    let conditions = line.ranges(of: /(?:if|guard) [^,{]*?(?= (?:else )?\{)/).map { range in
      let words = line[range].split(separator: " ", maxSplits: 1)
      return line.replacing(range, with: "\(words[0]) !(\(words[1]))")
    }
    return (swapped + conditions).map { (.negation, $0) }
  }

  private static func isStatement(_ line: String) -> Bool {
    let text = line.drop { $0 == " " }
    let isDeclaration = ["let ", "var ", "private", "public", "case ", "@"].contains {
      text.hasPrefix($0)
    }
    return !isDeclaration && !text.contains { "{}[]".contains($0) }
      && text.count { $0 == "(" } == text.count { $0 == ")" }
  }

  private static func swap(_ index: Int, in lines: [String]) -> [SourceFault] {
    guard index + 1 < lines.count, isCode(lines[index + 1]), lines[index] != lines[index + 1] else {
      return []
    }
    return [
      SourceFault(
        kind: .swappedLines, line: index, replacement: [lines[index + 1], lines[index]])
    ]
  }

  /// The fault as one line.
  func description(in lines: [String]) -> String {
    let instead = replacement.map { "`\($0.drop { $0 == " " })`" }.joined(separator: ", ")
    return "line \(line + 1), \(kind.rawValue): \(instead)"
  }
}

extension String {
  fileprivate func replacing(_ range: Range<String.Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
