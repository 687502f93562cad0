/// A declaration of a reference, as it stands in `Solutions`: its documentation, and its code up to the
/// closing brace.
public struct ReferenceCode: Hashable, Sendable {
  /// Where a declaration is: `or-set/ORSet.swift#merge`, or `…#ORSet.merge` where a name occurs twice.
  public struct Place: Hashable, Sendable {
    /// The folder in `Solutions`; its last part is the exercise's name where there is one.
    public let folder: String
    /// The file's name.
    public let fileName: String
    /// The declaration, and before it those it stands in.
    public let declaration: String

    /// Reads a place.
    /// - Throws: `Missing` for a text that names none.
    public init(_ text: String) throws(Missing) {
      let parts = text.split(separator: "#", maxSplits: 1).map(String.init)
      let path = parts.first?.split(separator: "/").map(String.init) ?? []
      guard parts.count == 2, path.count >= 2, !path.contains("..") else {
        throw Missing("write folder/File.swift#declaration")
      }
      folder = path.dropLast().joined(separator: "/")
      (fileName, declaration) = (path[path.count - 1], parts[1])
    }

    /// The exercise that the code answers, if it answers one.
    public var exercise: String {
      folder.split(separator: "/").last.map(String.init) ?? ""
    }

    var path: String { "Solutions/\(folder)/\(fileName)" }
  }

  /// There is no such code.
  public struct Missing: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// The lines, with no more indentation than they need.
  public let lines: [String]
  /// How many of them are documentation and attributes, which come first.
  public let introductionCount: Int

  /// Finds a declaration where `place` says.
  /// - Throws: `Missing`, or why the file cannot be read.
  public init(_ place: String, root: String) throws {
    let place = try Place(place)
    let file = WorkbookFile(root: root, path: place.path)
    guard file.exists else { throw Missing("there is no file \(file.path)") }
    try self.init(place, in: file.text())
  }

  /// Finds a declaration in a file's text.
  public init(_ place: Place, in text: String) throws(Missing) {
    let source = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var range = source.indices
    for name in place.declaration.split(separator: ".").map(String.init) {
      guard let found = Self.declaration(of: name, in: source, within: range) else {
        throw Missing("\(place.path) declares no '\(place.declaration)'")
      }
      range = found
    }
    let documented = Self.withDocumentation(range, in: source)
    let found = source[documented]
    let indentation = found.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    lines = found.map { String($0.dropFirst(indentation)) }
    introductionCount = range.lowerBound - documented.lowerBound
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
      // A pattern declares nothing.
      guard !code.hasPrefix("//"), !code.hasPrefix("case ."), !code.hasPrefix("case (") else {
        return false
      }
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

extension String {
  /// Without white space at either end.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
