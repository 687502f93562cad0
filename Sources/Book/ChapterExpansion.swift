import Calculators
import Curriculum
import Errata
import Figures
import Parameters

/// A chapter's Markdown with everything in it that a program computes: numbers, tables, errata and code
/// of the references. Figures stay blocks, since they are drawn for the reader's width.
struct ChapterExpansion {
  private let file: WorkbookFile
  private let firstLine: Int
  private let linksFigures: Bool
  private var output: [String] = []
  private(set) var faults: [Diagnostic] = []

  /// Expands Markdown of a file.
  /// - Parameters:
  ///   - firstLine: the line of the file on which the Markdown begins, from 1.
  ///   - linksFigures: whether the command below a figure that is a run is a link to it.
  init(_ markdown: String, of file: WorkbookFile, firstLine: Int, linksFigures: Bool = false) {
    self.file = file
    self.firstLine = firstLine
    self.linksFigures = linksFigures
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    while index < lines.count {
      guard let fence = Fence(lines[index]) else {
        output.append(expandingNumbers(in: lines[index], at: index))
        index += 1
        continue
      }
      let body = lines[(index + 1)...].prefix { !fence.isClosed(by: $0) }
      let end = min(index + body.count + 2, lines.count)
      if let text = expansion(of: fence.info, body: Array(body), at: index) {
        output += text
      } else {
        output += lines[index..<end]
      }
      index = end
    }
  }

  /// The expanded Markdown.
  var markdown: String { output.joined(separator: "\n") }

  // MARK: Blocks

  /// What stands in place of a block of code; nil for the block itself.
  private mutating func expansion(of info: String, body: [String], at index: Int) -> [String]? {
    let words = info.split(separator: " ").map(String.init)
    let rest = Array(words.dropFirst())
    do {
      switch words.first {
      case "table": return try ComputedTable(rest).markdown + caption(body)
      case "figure": return try figure(rest, caption: body)
      case "errata": return try errata(rest)
      case "swift":
        guard let include = rest.first, include.hasPrefix("include=") else { return nil }
        let code = try ReferenceCode(String(include.dropFirst("include=".count)), root: file.root)
        return ["```swift"] + CodeColumns(code.lines).lines + ["```"]
      default: return nil
      }
    } catch {
      fault("\(error)", at: index, column: 1)
      return []
    }
  }

  private func caption(_ body: [String]) -> [String] {
    let text = body.joined(separator: " ").trimmed
    return text.isEmpty ? [] : ["", "*\(text)*"]
  }

  /// The block that is drawn later, its caption, and the command that draws it again.
  private func figure(_ words: [String], caption: [String]) throws -> [String] {
    guard let name = words.first, let figure = Figure.named(name) else {
      throw ArgumentError(
        unknown(
          "figure", words.first ?? "", among: Figure.all.map(\.name), listedBy: "truthbook figure"))
    }
    let arguments = try Arguments(
      Array(words.dropFirst()), for: figure.parameters, of: name)
    let values = ([name] + arguments.words).joined(separator: " ")
    let command = "`truthbook figure \(values)`"
    let isRun = try linksFigures && !figure.sentences(words.dropFirst()).isEmpty
    let text = caption.joined(separator: " ").trimmed
    let sentence = text.isEmpty ? figure.sentence : text
    return ["```figure " + words.joined(separator: " "), "```", ""]
      + [
        "*\(figure.id). \(sentence)* Draw it with other values: "
          + (isRun ? "[\(command)](<figure:\(values)>)" : command)
      ]
  }

  /// Boxes, or one with a line each: for more than a few, and for those that are named after `list`.
  private func errata(_ words: [String]) throws -> [String] {
    let isList = words.first == "list"
    let ids = isList ? Array(words.dropFirst()) : words
    var errata: [Erratum] = []
    for id in ids {
      guard let erratum = Erratum.all.first(where: { $0.id == id }) else {
        throw ArgumentError(
          unknown(
            "erratum", id, among: Erratum.all.map(\.id), listedBy: "truthbook read errata"))
      }
      errata.append(erratum)
    }
    guard !isList, errata.count <= 3 else { return Erratum.box(of: errata) }
    return Array(errata.map(\.box).joined(separator: [""]))
  }

  // MARK: Numbers

  /// The line with every `{{calculator field name=value …}}` outside code replaced by the field.
  private mutating func expandingNumbers(in line: String, at index: Int) -> String {
    guard line.contains("{{") else { return line }
    var result = ""
    var rest = Substring(line)
    var isCode = false
    while let character = rest.first {
      if !isCode, rest.hasPrefix("{{"), let end = rest.firstRange(of: "}}") {
        let quotation = rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound]
        do throws(ArgumentError) {
          result += try Self.field(quotation.split(separator: " ").map(String.init)).text.escaped
        } catch {
          let column = line.unicodeScalars.count - rest.unicodeScalars.count + 1
          fault(error.description, at: index, column: column)
        }
        rest = rest[end.upperBound...]
        continue
      }
      if character == "`" { isCode.toggle() }
      result.append(character)
      rest = rest.dropFirst()
    }
    return result
  }

  /// The field of a calculator's answer that `calculator field name=value …` names.
  static func field(_ words: [String]) throws(ArgumentError) -> Answer.Field {
    guard words.count >= 2 else {
      throw ArgumentError("a number is quoted as {{calculator field name=value}}")
    }
    guard let calculator = Calculator.named(words[0]) else {
      throw ArgumentError(
        unknown(
          "calculator", words[0], among: Calculator.all.map(\.name), listedBy: "truthbook calc"))
    }
    let answer = try calculator.answer(Array(words.dropFirst(2)))
    guard let field = answer.fields.first(where: { $0.name == words[1] }) else {
      throw ArgumentError(
        unknown(
          "field of \(words[0])", words[1], among: answer.fields.map(\.name),
          listedBy: "truthbook calc \(words[0])"))
    }
    return field
  }

  private mutating func fault(_ message: String, at index: Int, column: Int) {
    faults.append(
      Diagnostic(path: file.path, line: firstLine + index, column: column, message: message))
  }
}

/// The sentence for a name that is not there.
///
/// - Parameter command: what lists the names.
func unknown(
  _ kind: String, _ name: String, among names: [String], listedBy command: String
) -> String {
  "there is no \(kind) '\(name)'; " + suggestion(for: name, among: names, listedBy: command)
}

/// The opening line of a fenced block of code.
private struct Fence {
  let info: String
  private let marker: Character
  private let length: Int

  init?(_ line: String) {
    let text = line.drop { $0 == " " }
    guard line.count - text.count <= 3, let marker = text.first, "`~".contains(marker) else {
      return nil
    }
    length = text.prefix { $0 == marker }.count
    guard length >= 3 else { return nil }
    self.marker = marker
    info = String(text.dropFirst(length)).trimmed
    if marker == "`", info.contains("`") { return nil }
  }

  func isClosed(by line: String) -> Bool {
    let text = line.trimmed
    return text.count >= length && text.allSatisfy { $0 == marker }
  }
}

extension String {
  /// Without white space around it.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }

  /// As Markdown text that shows exactly these characters.
  var escaped: String {
    reduce(into: "") { result, character in
      if "\\`*_[]<>|".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
