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
    case droppedElement = "a dropped element"
    case swappedElements = "two elements swapped"
    case droppedCondition = "a dropped condition"
    case named = "a named fault"
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
    // What a precondition asks is outside of what callers may do.
    return !["//", "public import", "precondition("].contains { text.hasPrefix($0) }
      && !text.isEmpty
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
      // The first argument of a closure is no number.
      if line[..<range.lowerBound].hasSuffix("$") { return [] }
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
    func mayMove(_ line: String) -> Bool {
      let text = line.drop { $0 == " " }
      let fixed = ["}", ")", "]", "case ", "@", "private ", "public ", "let ", "var "]
      return isCode(line) && !fixed.contains { text.hasPrefix($0) }
    }
    guard index + 1 < lines.count, mayMove(lines[index]), mayMove(lines[index + 1]),
      lines[index] != lines[index + 1]
    else { return [] }
    return [
      SourceFault(
        kind: .swappedLines, line: index, replacement: [lines[index + 1], lines[index]])
    ]
  }

  /// The fault without its place: `old` → `new`.
  func key(in lines: [String]) -> String {
    func text(_ some: some Collection<String>) -> String {
      some.map { String($0.drop { $0 == " " }) }.joined(separator: " / ")
    }
    return "`\(text(lines[line..<line + replacement.count]))` → `\(text(replacement))`"
  }

  /// What stands in place of the lines when the fault shows only where `condition` holds: both, and a
  /// choice between them.
  /// - Returns: nil where no such choice can be written.
  func guarded(by condition: String, in lines: [String]) -> [String]? {
    let original = lines[line..<line + replacement.count].map { String($0.drop { $0 == " " }) }
    let faulty = replacement.map { String($0.drop { $0 == " " }) }
    let (old, new) = (original[0], faulty[0])
    let indentation = String(lines[line].prefix { $0 == " " })
    if let choice = Self.choice(old, new, condition), replacement.count == 1 {
      return [indentation + choice]
    }
    guard (original + faulty).allSatisfy(Self.isWhole) else { return nil }
    let parts = [faulty, original].map { $0.joined(separator: "; ") }
    return [indentation + "if \(condition) { \(parts[0]) } else { \(parts[1]) }"]
      + Array(repeating: "", count: replacement.count - 1)
  }

  /// The choice inside of a declaration or a condition.
  private static func choice(_ old: String, _ new: String, _ condition: String) -> String? {
    if let start = old.prefixMatch(of: #/(?:let|var) [a-zA-Z]+(?:: [A-Za-z0-9<>\[\]]+)? = /#),
      new.hasPrefix(start.output), isWhole(String(old[start.range.upperBound...]))
    {
      let values = [new, old].map { $0.dropFirst(start.output.count) }
      return "\(start.output)\(condition) ? (\(values[0])) : (\(values[1]))"
    }
    for (word, end) in [("if ", " {"), ("guard ", " else {"), ("} else if ", " {")]
    where old.hasPrefix(word) && new.hasPrefix(word) && old.hasSuffix(end) && new.hasSuffix(end) {
      let values = [new, old].map { $0.dropFirst(word.count).dropLast(end.count) }
      guard !values.contains(where: { $0.contains("let ") || $0.contains("case ") }) else {
        return nil
      }
      // A comma between conditions is an `and`.
      let conditions = values.map { $0.replacing(", ", with: ") && (") }
      guard values.allSatisfy({ !$0.contains("(") || !$0.contains(", ") }) else { return nil }
      return "\(word)(\(condition)) ? ((\(conditions[0]))) : ((\(conditions[1])))\(end)"
    }
    return nil
  }

  /// True for a line that is a statement or an expression by itself.
  private static func isWhole(_ line: String) -> Bool {
    let isDeclaration = [
      "let ", "var ", "private", "public", "case ", "@", "guard ", "}", "if ", "for ", "switch ",
      ".",
      "default", "?", ":", "+ ", "&& ", "|| ",
    ].contains { line.hasPrefix($0) }
    let isOpen = [",", "(", "[", "{", "=", "+", "&&", "||", "?", ":"].contains {
      line.hasSuffix($0)
    }
    func isBalanced(_ open: Character, _ close: Character) -> Bool {
      line.count { $0 == open } == line.count { $0 == close }
    }
    return !isDeclaration && !isOpen && isBalanced("(", ")") && isBalanced("[", "]")
      && isBalanced("{", "}")
  }
}

extension String {
  fileprivate func replacing(_ range: Range<String.Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
