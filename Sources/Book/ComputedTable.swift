import Calculators
import Parameters

/// A table of a calculator's answers, as Markdown: `finality exact z=1,6 q=0.1,0.3`.
///
/// The first argument that lists several values makes the rows, the second the columns; with one such
/// argument the columns are the fields asked for.
struct ComputedTable {
  /// The lines of the table.
  let markdown: [String]

  /// Reads `calculator field,field name=value …` and computes every cell.
  init(_ words: [String]) throws(ArgumentError) {
    guard words.count >= 3 else {
      throw ArgumentError("a table is asked for as: table calculator field,field name=value,value")
    }
    guard let calculator = Calculator.named(words[0]) else {
      throw ArgumentError(
        unknown(
          "calculator", words[0], among: Calculator.all.map(\.name), listedBy: "truthbook calc"))
    }
    let fields = words[1].split(separator: ",").map(String.init)
    var single: [String] = []
    var lists: [(name: String, values: [String])] = []
    for word in words.dropFirst(2) {
      let values = Self.values(of: word, for: calculator.parameters)
      if values.count > 1, let name = word.split(separator: "=").first {
        lists.append((String(name), values))
      } else {
        single.append(word)
      }
    }
    guard let rows = lists.first, lists.count == 1 || (lists.count == 2 && fields.count == 1) else {
      throw ArgumentError(
        "a table has one list of values and some fields, or two lists and one field")
    }
    var header = [rows.name]
    var cells: [[String]] = []
    if lists.count == 1 {
      header += fields
      for value in rows.values {
        let answer = try calculator.answer(single + ["\(rows.name)=\(value)"])
        cells.append([value] + (try Self.texts(fields, of: answer, calculator)))
      }
    } else {
      let columns = lists[1]
      header += columns.values.map { "\(columns.name) = \($0)" }
      for value in rows.values {
        var row = [value]
        for column in columns.values {
          let answer = try calculator.answer(
            single + ["\(rows.name)=\(value)", "\(columns.name)=\(column)"])
          row += try Self.texts(fields, of: answer, calculator)
        }
        cells.append(row)
      }
    }
    let rule = header.indices.map { column in
      cells.allSatisfy { Self.isNumber($0[column]) } ? "---:" : "---"
    }
    markdown = ([header.map(\.escaped), rule] + cells).map { row in
      "| " + row.joined(separator: " | ") + " |"
    }
  }

  /// True for a number, whatever its unit, and for a cell without one. Words read from the left.
  private static func isNumber(_ cell: String) -> Bool {
    let text = cell.drop { "-\u{2212}+~<>≤≥≈ ".contains($0) }
    return text.isEmpty || ("0"..."9").contains(text.first ?? " ")
  }

  private static func texts(
    _ names: [String], of answer: Answer, _ calculator: Calculator
  ) throws(ArgumentError) -> [String] {
    var texts: [String] = []
    for name in names {
      guard let field = answer.fields.first(where: { $0.name == name }) else {
        throw ArgumentError(
          unknown(
            "field of \(calculator.name)", name, among: answer.fields.map(\.name),
            listedBy: "truthbook calc \(calculator.name)"))
      }
      texts.append(field.text.escaped)
    }
    return texts
  }

  /// The values that an argument lists: `1,3,6` or `1..9`. A parameter whose own values have commas
  /// has one.
  private static func values(of word: String, for parameters: [Parameter]) -> [String] {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let parameter = parameters.first(where: { $0.name == parts[0] }) else {
      return []
    }
    switch parameter.domain {
    case .integers, .text: return [parts[1]]
    case .integer, .number, .choice: break
    }
    return parts[1].split(separator: ",").flatMap { part -> [String] in
      let ends = part.split(separator: ".", omittingEmptySubsequences: true).compactMap { Int($0) }
      guard part.contains(".."), ends.count == 2, ends[0] <= ends[1] else { return [String(part)] }
      return (ends[0]...ends[1]).map(String.init)
    }
  }
}
