import Curriculum
import Parameters

/// A declaration of a reference, as it stands in `Solutions`: its documentation, and its code up to the
/// closing brace.
struct ReferenceCode {
  /// The lines, with no more indentation than they need.
  let lines: [String]

  /// Finds a declaration.
  /// - Parameter place: `or-set/ORSet.swift#merge`, or `…#ORSet.merge` where a name occurs twice.
  init(_ place: String, root: String) throws {
    let parts = place.split(separator: "#", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw ArgumentError("write include=folder/File.swift#declaration")
    }
    let file = WorkbookFile(root: root, path: "Solutions/" + parts[0])
    guard file.exists else { throw ArgumentError("there is no file \(file.path)") }
    let source = try file.text().split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    var range = source.indices
    for name in parts[1].split(separator: ".").map(String.init) {
      guard let found = Self.declaration(of: name, in: source, within: range) else {
        throw ArgumentError("\(file.path) declares no '\(parts[1])'")
      }
      range = found
    }
    let found = source[Self.withDocumentation(range, in: source)]
    let indentation = found.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    lines = found.map { String($0.dropFirst(indentation)) }
  }

  private static let keywords: Set<String> = [
    "func", "var", "let", "init", "init?", "subscript", "struct", "enum", "protocol", "extension",
    "typealias", "case",
  ]

  /// The lines of a declaration, from its first to its closing brace.
  private static func declaration(
    of name: String, in source: [String], within range: Range<Int>
  ) -> Range<Int>? {
    let start = range.first { index in
      let code = source[index].trimmed
      guard !code.hasPrefix("//") else { return false }
      let words = code.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "?" }
      for (place, word) in words.enumerated() where keywords.contains(String(word)) {
        if word.hasPrefix("init") || word == "subscript" { return word.hasPrefix(name) }
        return words.indices.contains(place + 1) && words[place + 1] == name
      }
      return false
    }
    guard let start else { return nil }
    var depth = 0
    var wasInBraces = false
    for index in start..<range.upperBound {
      let code = withoutText(source[index])
      depth += code.count { "{([".contains($0) } - code.count { "})]".contains($0) }
      wasInBraces = wasInBraces || code.contains("{")
      let continues = code.trimmed.last.map { ",=(".contains($0) } ?? false
      if depth <= 0, wasInBraces || !continues { return start..<(index + 1) }
    }
    return nil
  }

  /// A line without its comment and what its strings say.
  private static func withoutText(_ line: String) -> String {
    var result = ""
    var isText = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { isText.toggle() }
      if !isText { result.append(character) }
      if result.hasSuffix("//") { break }
      previous = character
    }
    return result.split(separator: "//", maxSplits: 1).first.map(String.init) ?? ""
  }

  private static func withDocumentation(_ range: Range<Int>, in source: [String]) -> Range<Int> {
    var start = range.lowerBound
    while start > 0,
      source[start - 1].trimmed.hasPrefix("///") || source[start - 1].trimmed.hasPrefix("@")
    {
      start -= 1
    }
    return start..<range.upperBound
  }
}
