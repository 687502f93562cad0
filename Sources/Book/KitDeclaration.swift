/// A public type of `ExerciseKit` as a learner meets it: its documentation, and its interface without the
/// bodies.
///
/// The kit's own layout is relied on: it is formatted, a type begins in the first column, its members two
/// columns further in.
struct KitDeclaration {
  /// `Electing`.
  let name: String
  /// The documentation comment as Markdown.
  let documentation: [String]
  /// The declaration, members with their documentation, as Swift.
  private(set) var interface: [String]

  /// Every public type of a file in its order, with what extensions at the first column add.
  static func all(in lines: [String]) -> [KitDeclaration] {
    var found: [KitDeclaration] = []
    var extensions: [[String]] = []
    var comment: [String] = []
    var index = lines.startIndex
    while index < lines.endIndex {
      let line = lines[index]
      if line.hasPrefix("///") {
        comment.append(String(line.dropFirst(line.hasPrefix("/// ") ? 4 : 3)))
        index += 1
        continue
      }
      let end = endOfDeclaration(from: index, in: lines)
      if let name = typeName(of: line) {
        found.append(
          KitDeclaration(
            name: name, documentation: comment, interface: interface(of: lines[index...end])))
      } else if line.hasPrefix("extension ") || line.hasPrefix("public extension ") {
        extensions.append(interface(of: lines[index...end]))
      }
      comment = []
      index = end + 1
    }
    for added in extensions {
      let extended = words(of: added[0]).dropFirst().first { $0 != "extension" }
      guard let place = found.firstIndex(where: { $0.name == extended }) else { continue }
      found[place].interface += [""] + added
    }
    return found
  }

  /// The names that the interface speaks of, in the order of their first mention.
  var mentions: [String] {
    var names: [String] = []
    for line in interface where !line.trimmed.hasPrefix("//") {
      for word in Self.words(of: line) where !names.contains(word) { names.append(word) }
    }
    return names
  }

  private static func words(of line: String) -> [String] {
    line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  }

  private static func typeName(of line: String) -> String? {
    let words = words(of: line)
    guard words.first == "public", words.count > 2,
      ["struct", "enum", "protocol", "typealias", "final", "class"].contains(words[1])
    else { return nil }
    return words[1] == "final" ? words[3] : words[2]
  }

  /// The last line of what begins on a line: the next brace in the first column, or itself.
  private static func endOfDeclaration(from start: Int, in lines: [String]) -> Int {
    let line = lines[start]
    let isBlock = line.hasPrefix("public ") || line.hasPrefix("extension ")
    guard isBlock, !line.hasPrefix("public typealias"), !line.hasSuffix("}") else { return start }
    return lines[start...].firstIndex(of: "}") ?? lines.endIndex - 1
  }

  // MARK: Leaving out bodies

  private static func interface(of lines: ArraySlice<String>) -> [String] {
    // A protocol has no bodies, and a type's name no members.
    let head = lines.first ?? ""
    if head.hasPrefix("public protocol") || lines.count == 1 { return Array(lines) }
    var result: [String] = []
    var waiting: [String] = []
    var index = lines.startIndex
    while index < lines.endIndex {
      let line = lines[index]
      guard line.hasPrefix("  "), !line.hasPrefix("   ") else {
        // The head, which may have several lines, the end, and empty lines.
        if line.isEmpty {
          waiting = [""]
        } else {
          result += line == "}" ? [line] : waiting + [line]
        }
        if !line.isEmpty { waiting = [] }
        index += 1
        continue
      }
      if line.hasPrefix("  //") || line.hasPrefix("  @") {
        waiting.append(line)
        index += 1
        continue
      }
      let end = endOfMember(from: index, in: lines)
      if isPublic(line) { result += waiting + withoutBody(lines[index...end]) }
      waiting = []
      index = end + 1
    }
    return result
  }

  private static func isPublic(_ line: String) -> Bool {
    ["  public ", "  case ", "  indirect case "].contains { line.hasPrefix($0) }
  }

  /// The last line of a member: one at its own indentation or above follows.
  private static func endOfMember(from start: Int, in lines: ArraySlice<String>) -> Int {
    var end = start
    while end + 1 < lines.endIndex {
      let next = lines[end + 1]
      guard next.hasPrefix("   ") || next.hasPrefix("  }") || next.hasPrefix("  )") || next.isEmpty
      else { break }
      if next.isEmpty, !hasMore(after: end + 1, in: lines) { break }
      end += 1
    }
    return end
  }

  /// Whether the member goes on below an empty line.
  private static func hasMore(after index: Int, in lines: ArraySlice<String>) -> Bool {
    guard index + 1 < lines.endIndex else { return false }
    return lines[index + 1].hasPrefix("   ")
  }

  private static func withoutBody(_ lines: ArraySlice<String>) -> [String] {
    let head = lines.first ?? ""
    let words = words(of: head)
    // A type within a type is shown whole.
    if words.contains(where: { ["struct", "enum", "protocol"].contains($0) }) {
      return Array(lines)
    }
    guard let open = lines.firstIndex(where: { $0.contains("{") }) else { return Array(lines) }
    let text = lines[open]
    let signature = String(text.prefix { $0 != "{" }).trimmed
    let indentation = text.prefix { $0 == " " }
    let isProperty = words.contains("var") || words.contains("subscript")
    return Array(lines[lines.startIndex..<open])
      + [indentation + signature + (isProperty ? " { get }" : "")]
  }
}
