/// Swift code broken into lines of so many columns, as it is shown in a chapter.
///
/// Only white space changes. Comments are filled anew, and a line of code that is too long is broken after
/// a comma or a brace, or before an operator, `else` or a call on what went before, and goes on with more indentation.
/// A line that cannot be broken stays as it is.
public struct CodeColumns {
  /// What fits beside a terminal's frame at 80 columns.
  public static let usual = 76

  /// The lines.
  public private(set) var lines: [String] = []
  private let width: Int

  /// Breaks lines of code.
  public init(_ code: [String], width: Int = usual) {
    self.width = width
    var index = 0
    while index < code.count {
      guard let mark = Self.commentMark(code[index]) else {
        lines += broken(code[index])
        index += 1
        continue
      }
      let comment = code[index...].prefix { Self.commentMark($0) == mark }
      lines +=
        comment.contains { $0.count > width }
        ? filled(comment.map { String($0.dropFirst(mark.count)) }, after: mark) : Array(comment)
      index += comment.count
    }
  }

  // MARK: Comments

  /// The indentation and the slashes of a line that is a comment.
  private static func commentMark(_ line: String) -> String? {
    let slashes = line.drop { $0 == " " }.prefix { $0 == "/" }
    guard slashes.count == 2 || slashes.count == 3 else { return nil }
    return String(line.prefix { $0 == " " } + slashes)
  }

  private func filled(_ comment: [String], after mark: String) -> [String] {
    var result: [String] = []
    var words: [Substring] = []
    var hang = ""
    func close() {
      var line = mark
      for word in words {
        if line.count + 1 + word.count > width, line.count > mark.count {
          result.append(line)
          line = mark + hang
        }
        line += " " + word
      }
      if !words.isEmpty { result.append(line) }
      words = []
    }
    for text in comment {
      let bare = text.drop { $0 == " " }
      if bare.isEmpty || bare.hasPrefix("- ") {
        close()
        hang = bare.isEmpty ? "" : String(text.prefix { $0 == " " }.dropFirst()) + "  "
        if bare.isEmpty { result.append(mark) }
      }
      // What stands before a point of a list is kept.
      let lead = bare.hasPrefix("- ") ? text.prefix { $0 == " " }.dropFirst() : ""
      let new = bare.split(separator: " ")
      words += lead.isEmpty || new.isEmpty ? new : [lead + new[0]] + new.dropFirst()
    }
    close()
    return result
  }

  // MARK: Code

  private func broken(_ line: String) -> [String] {
    guard line.count > width, let place = breakPlace(in: line) else { return [line] }
    let indent = line.prefix { $0 == " " }
    let rest = line[place...].drop { $0 == " " }
    let head = String(line[..<place].reversed().drop { $0 == " " }.reversed())
    return [head] + broken(indent + "    " + rest)
  }

  /// The place within the width at which a line may be broken: of those within the fewest brackets the last.
  private func breakPlace(in line: String) -> String.Index? {
    let start = line.firstIndex { $0 != " " } ?? line.endIndex
    let limit = line.index(line.startIndex, offsetBy: width)
    var isText = false
    var depth = 0
    var best: (place: String.Index, depth: Int)?
    var index = start
    while index <= limit, index < line.endIndex {
      if !isText, index > start, mayBreak(line, before: index), depth <= best?.depth ?? depth {
        best = (index, depth)
      }
      if line[index] == "\"" { isText.toggle() }
      if !isText, "([{".contains(line[index]) { depth += 1 }
      if !isText, ")]}".contains(line[index]) { depth -= 1 }
      index = line.index(after: index)
    }
    return best?.place
  }

  private func mayBreak(_ line: String, before index: String.Index) -> Bool {
    let rest = line[index...]
    let before = line[..<index]
    if before.hasSuffix(", ") || before.hasSuffix("{ ") { return true }
    if rest.hasPrefix("."), let last = before.last, ")}".contains(last) { return true }
    return before.hasSuffix(" ")
      && ["? ", ": ", "&& ", "|| ", "+ ", "else ", "-> "].contains { rest.hasPrefix($0) }
  }
}
